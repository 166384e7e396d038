package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.token.Holder;
import io.tocsin.pipeline.silence.SilenceAnswer;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.pipeline.silence.SilencePages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /api/v2/silences} and {@code /api/v2/silence/{id}} as Alertmanager has them (its api/v2/openapi.yaml), for amtool, Grafana
 * and karma. A silence by event pattern is shown to them as one matcher of a made-up label, and is that pattern again when
 * they send it back.
 */
final class AlertmanagerSilences {

    /** The made-up label of an event pattern. */
    private static final String PATTERN = "tocsin_pattern";

    /** So many that are over are shown. */
    private static final int MOST_OVER = 10_000;

    private final SilenceDesk desk;
    private final ObjectMapper json;

    AlertmanagerSilences(SilenceDesk desk, ObjectMapper json) {
        this.desk = desk;
        this.json = json;
    }

    /** Puts the paths up, each also below a prefix, as a client may be told one. */
    void mountOn(Desk at) {
        for (String prefix : new String[] {"", "/:prefix"}) {
            at.at(prefix + "/api/v2/silences", Map.of("GET", viewer(this::list), "POST", responder(this::put)));
            at.at(prefix + "/api/v2/silence/:id", Map.of("GET", viewer(this::show), "DELETE", responder(this::expire)));
        }
    }

    private Reply list(Request request) {
        Optional<Scope> filter = AlertmanagerFilter.scope(request.queries("filter"));
        List<String> creators = request.queries("creator");
        SilencePages.All all = desk.pages().all(MOST_OVER);
        ArrayNode shown = json.createArrayNode();
        all.silences().stream()
                .filter(silence -> filter.isEmpty() || filter.get().fits(labels(silence)))
                .filter(silence -> creators.isEmpty() || creators.contains(silence.author()))
                .sorted(order(all.at()))
                .forEach(silence -> shown.add(json(silence, silence.state(all.at()))));
        return Reply.json(shown);
    }

    /** Active ones by their end, then pending ones by their start, then those that are over, the last to end first. */
    private static Comparator<Silence> order(Instant at) {
        return Comparator.<Silence>comparingInt(silence -> switch (silence.state(at)) {
                    case ACTIVE -> 0;
                    case PENDING -> 1;
                    case EXPIRED -> 2;
                })
                .thenComparingLong(silence -> switch (silence.state(at)) {
                    case ACTIVE -> silence.endsAt().toEpochMilli();
                    case PENDING -> silence.startsAt().toEpochMilli();
                    case EXPIRED -> -silence.endsAt().toEpochMilli();
                });
    }

    /** A filter asks for the values of the silence's own matchers. */
    private static ObjectNode labels(Silence silence) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = asked.putObject("labels");
        matchers(silence.scope())
                .forEach(matcher -> labels.set(matcher.path("name").textValue(), matcher.path("value")));
        return asked;
    }

    private Reply show(Request request) {
        return desk.pages()
                .find(request.id())
                .map(shown -> Reply.json(json(shown.silence(), shown.state())))
                .orElseGet(() -> refused(404, "silence " + request.id() + " not found"));
    }

    private Reply expire(Request request) {
        SilenceAnswer answer = desk.take(new SilenceOrder(
                request.actor(), Optional.of(request.id()), new SilenceOrder.End("by Alertmanager's API")));
        return answer.refused().map(why -> refused(request.id(), why)).orElseGet(AlertmanagerSilences::done);
    }

    private Reply put(Request request) {
        ObjectNode body = request.body();
        Scope scope;
        try {
            scope = scope(body);
        } catch (InvalidScopeException wrong) {
            return refused(400, wrong.getMessage());
        }
        Optional<Instant> starts = Times.read(body.path("startsAt").asText(""));
        Optional<Instant> ends = Times.read(body.path("endsAt").asText(""));
        if (starts.isEmpty() || ends.isEmpty()) {
            return refused(
                    400, "startsAt and endsAt: expected times such as 2026-01-31T08:00:00Z, before the year 10000");
        }
        if (scope instanceof Scope.OfMatchers several && several.fitsNoLabels()) {
            return refused(400, "at least one matcher must not match the empty string");
        }
        Optional<String> id = Optional.of(body.path("id").asText("")).filter(text -> !text.isEmpty());
        String author = text(body, "createdBy", 200);
        Optional<String> before =
                id.flatMap(desk.pages()::find).map(shown -> shown.silence().author());
        // Who changes a silence sends back who made it: that is no claim to be that one.
        boolean isKept = before.filter(author::equals).isPresent()
                && request.holder().flatMap(Holder::person).isPresent();
        if (!isKept) {
            request.refuseAnother("createdBy", author);
        }
        ScopeFields.confirm(request, desk.preview(), scope, "silence");
        SilenceAnswer answer = desk.take(new SilenceOrder(
                isKept ? request.actor() : request.actor(author),
                id,
                new SilenceOrder.Be(
                        scope,
                        starts.get(),
                        ends.get(),
                        author.isEmpty()
                                ? request.holder().flatMap(Holder::person).orElse("")
                                : author,
                        text(body, "comment", 2_000))));
        return answer.silence()
                .map(silence -> Reply.json(json.createObjectNode().put("silenceID", silence.id())))
                .orElseGet(() -> refused(id.orElse(""), answer.refused().orElseThrow()));
    }

    private static Reply done() {
        return new Reply(200, "application/json", new byte[0]);
    }

    private Reply refused(String id, SilenceAnswer.Refusal why) {
        return switch (why) {
            case NOT_FOUND -> refused(404, "silence " + id + " not found");
            case CHANGED -> refused(500, "silence " + id + " was changed meanwhile");
            case OVER -> refused(500, "silence " + id + " already expired"); // as Alertmanager answers it
            case ENDS_TOO_SOON -> refused(400, "end time can't be in the past, nor before the start time");
            case TOO_MANY -> refused(400, "there are too many silences; expire some first");
            case TOO_MANY_TRIED -> refused(400, SilenceAnswer.TRIED);
        };
    }

    private static Reply refused(int status, String words) {
        return new Reply(
                status, "application/json", TextNode.valueOf(words).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ObjectNode body, String field, int most) {
        String text = body.path(field).asText("").strip();
        return text.substring(0, Math.min(most, text.length()));
    }

    private Scope scope(ObjectNode body) {
        JsonNode matchers = body.path("matchers");
        JsonNode only = matchers.path(0);
        if (matchers.size() == 1 && only.path("name").asText().equals(PATTERN)) {
            ObjectNode pattern = json.createObjectNode();
            try {
                pattern.set("pattern", json.readTree(only.path("value").asText()));
                return ScopeJson.read(pattern);
            } catch (JsonProcessingException | InvalidPattern wrong) {
                throw new InvalidScopeException(PATTERN + " is no event pattern");
            }
        }
        return ScopeJson.read(json.createObjectNode().set("matchers", matchers));
    }

    /** A pattern whole, however long: whoever changes its silence sends it back. */
    private static ArrayNode matchers(Scope scope) {
        if (scope instanceof Scope.OfMatchers several) {
            return ScopeJson.matchers(several.matchers());
        }
        ArrayNode only = JsonNodeFactory.instance.arrayNode();
        only.addObject()
                .put("name", PATTERN)
                .put("value", scope.toString())
                .put("isRegex", false)
                .put("isEqual", true);
        return only;
    }

    private ObjectNode json(Silence silence, Silence.State state) {
        ObjectNode node = json.createObjectNode().put("id", silence.id());
        node.putObject("status").put("state", state.word());
        node.put("updatedAt", silence.changedAt().toString())
                .put("comment", silence.comment())
                .put("createdBy", silence.author())
                .put("startsAt", silence.startsAt().toString())
                .put("endsAt", silence.endsAt().toString());
        node.set("matchers", matchers(silence.scope()));
        return node;
    }
}
