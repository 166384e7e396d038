package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.token.Role;
import io.tocsin.pipeline.silence.SilenceAnswer;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.pipeline.silence.SilencePages;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/silences}. */
final class SilencesEndpoint {

    private static final int DEFAULT_LIMIT = 100;

    private static final Map<String, Set<Silence.State>> STATES = Map.of(
            "open", EnumSet.of(Silence.State.PENDING, Silence.State.ACTIVE),
            "pending", EnumSet.of(Silence.State.PENDING),
            "active", EnumSet.of(Silence.State.ACTIVE),
            "expired", EnumSet.of(Silence.State.EXPIRED),
            "all", EnumSet.allOf(Silence.State.class));

    private final SilenceDesk desk;
    private final InstantSource clock;
    private final ObjectMapper json;

    SilencesEndpoint(SilenceDesk desk, InstantSource clock, ObjectMapper json) {
        this.desk = desk;
        this.clock = clock;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listSilences", viewer(this::list));
        operations.answer("showSilence", viewer(this::show));
        operations.answer("addSilence", responder(this::add));
        operations.answer("changeSilence", responder(this::change));
        operations.answer("endSilence", responder(this::end));
        operations.answer("previewSilence", viewer(this::preview));
    }

    private Reply list(Request request) {
        SilencePages.Filter filter = new SilencePages.Filter(
                request.oneOf("state", "open", STATES), request.query("text").orElse(""));
        return Reply.page(
                "silences",
                desk.pages()
                        .page(
                                filter,
                                request.limit(DEFAULT_LIMIT),
                                request.query("after").orElse("")),
                this::silence);
    }

    private Reply show(Request request) {
        return reply(200, find(request.id()));
    }

    private Reply add(Request request) {
        return put(request, new Fields(request.body()), Optional.empty());
    }

    /** What the body does not say stays as it is. */
    private Reply change(Request request) {
        Silence before = find(request.id()).silence();
        Fields fields = new Fields(request.body());
        ObjectNode body = fields.body();
        if (!body.has("pattern") && !body.has("matchers")) {
            body.setAll(ScopeJson.write(before.scope()));
        }
        if (!body.has("startsAt")) {
            body.put("startsAt", before.startsAt().toString());
        }
        if (!body.has("endsAt") && !body.has("duration")) {
            body.put("endsAt", before.endsAt().toString());
        }
        if (!body.has("author")) {
            body.put("author", before.author());
        }
        if (!body.has("comment")) {
            body.put("comment", before.comment());
        }
        return put(request, fields, Optional.of(before));
    }

    private Reply end(Request request) {
        SilenceOrder.End end = new SilenceOrder.End(ScopeFields.reason(request));
        return answer(200, take(new SilenceOrder(request.actor(), Optional.of(request.id()), end, request.expected())));
    }

    private Reply preview(Request request) {
        Scope scope = ScopeFields.read(request.body());
        return Reply.json(ScopeFields.found(json, desk.preview().of(scope)));
    }

    /** @param before what is to be changed; empty for a new one */
    private Reply put(Request request, Fields fields, Optional<Silence> before) {
        Scope scope = ScopeFields.read(fields.body());
        Instant now = clock.instant();
        Instant starts = fields.time("startsAt").orElse(now);
        SilenceOrder.Be be = new SilenceOrder.Be(
                scope,
                starts,
                fields.until("endsAt", starts.isBefore(now) ? now : starts),
                ScopeFields.author(fields, request.holderName()),
                ScopeFields.comment(fields, "silence"));
        boolean isKnown = before.filter(one -> one.scope().equals(scope)).isPresent();
        if (!isKnown || !request.has(Role.ADMIN)) { // one that hides everything gets no longer by a responder either
            ScopeFields.confirm(request, fields, desk.preview(), scope, "silence");
        }
        return answer(
                before.isEmpty() ? 201 : 200,
                take(new SilenceOrder(request.actor(), before.map(Silence::id), be, request.expected())));
    }

    private SilenceAnswer take(SilenceOrder order) {
        SilenceAnswer answer = desk.take(order);
        answer.refused().ifPresent(why -> {
            throw switch (why) {
                case NOT_FOUND -> notFound(order.id().orElseThrow());
                case CHANGED -> EntityTag.changed("The silence " + order.id().orElseThrow());
                case OVER ->
                    new RefusedException(
                            409, "Conflict", "The silence " + order.id().orElseThrow() + " is over already.");
                case ENDS_TOO_SOON ->
                    RefusedException.badRequest("The silence would end before it begins, or is past; expected an endsAt"
                            + " after now and after startsAt.");
                case TOO_MANY ->
                    new RefusedException(
                            409, "Conflict", "There are too many silences that are not over; end some first.");
                case TOO_MANY_TRIED -> new RefusedException(409, "Conflict", capital(SilenceAnswer.TRIED) + ".");
            };
        });
        return answer;
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private Reply answer(int status, SilenceAnswer answer) {
        return reply(status, find(answer.silence().orElseThrow().id()));
    }

    private Reply reply(int status, SilencePages.Shown shown) {
        return Reply.json(status, silence(shown)).versioned(String.valueOf(shown.version()));
    }

    private SilencePages.Shown find(String id) {
        return desk.pages().find(id).orElseThrow(() -> notFound(id));
    }

    private static RefusedException notFound(String id) {
        return RefusedException.notFound(
                "No silence has the id " + id + "; it may have been removed after hub.retention.");
    }

    private ObjectNode silence(SilencePages.Shown shown) {
        Silence silence = shown.silence();
        ObjectNode node = json.createObjectNode()
                .put("id", silence.id())
                .put("state", shown.state().word())
                .put("startsAt", silence.startsAt().toString())
                .put("endsAt", silence.endsAt().toString())
                .put("author", silence.author())
                .put("comment", silence.comment())
                .put("changedAt", silence.changedAt().toString())
                .put("holds", shown.holds());
        ScopeFields.write(node, silence.scope());
        return node;
    }
}
