package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.listing.ListFilter;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.pipeline.listing.ListPage;
import io.tocsin.pipeline.listing.Lists;
import io.tocsin.pipeline.listing.Lists.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code /v1/events}, {@code /v1/alerts}, {@code /v1/incidents} and {@code /v1/deliveries}: what the hub has, a page at a
 * time.
 */
final class ListsEndpoint {

    private static final int DEFAULT_LIMIT = 50;
    private static final List<Field> NAMES = List.of(Field.RECEIVER, Field.RULE, Field.SOURCE);

    private static final Map<Kind, List<String>> STATES = Map.of(
            Kind.EVENTS, List.of("pending", "decided", "dead", "discarded"),
            Kind.ALERTS, List.of("firing", "resolved"),
            Kind.INCIDENTS,
                    Arrays.stream(Incident.Status.values())
                            .map(Incident.Status::word)
                            .toList(),
            Kind.DELIVERIES,
                    List.of("pending", "delivered", "dead", "superseded", "collapsed", "taken-over", "discarded"));

    private static final List<String> CLASSES =
            Arrays.stream(FailureClass.values()).map(FailureClass::word).toList();

    private final Lists lists;
    private final NamesInUse names;
    private final ObjectMapper json;

    ListsEndpoint(Lists lists, NamesInUse names, ObjectMapper json) {
        this.lists = lists;
        this.names = names;
        this.json = json;
    }

    Endpoint of(Kind kind) {
        return request -> list(kind, request);
    }

    private Reply list(Kind kind, Request request) {
        request.allowQuery(known(kind));
        ListFilter filter = filter(kind, request);
        String after = request.query("after").orElse("");
        if (!lists.isCursor(kind, after)) {
            throw RefusedException.badRequest(
                    "after is " + after + "; expected the `next` of the page before, or nothing for the first page.");
        }
        ListPage page = lists.page(kind, filter, request.limit(DEFAULT_LIMIT), after);
        if (page.entries().isEmpty() && after.isEmpty()) {
            NAMES.forEach(field -> filter.asked(field).ifPresent(name -> names.check(field.word(), name)));
        }
        ObjectNode answer = json.createObjectNode();
        answer.putArray(kind.word()).addAll(page.entries());
        page.next().ifPresent(next -> answer.put("next", next));
        answer.put("looked", page.looked());
        page.back().ifPresent(back -> answer.put("lookedBackTo", back.toString()));
        return Reply.json(answer);
    }

    private static ListFilter filter(Kind kind, Request request) {
        Map<Field, String> equal = new EnumMap<>(Field.class);
        for (Field field : kind.fields()) {
            request.query(field.word()).ifPresent(value -> equal.put(field, value));
        }
        oneOf("state", equal.get(Field.STATE), STATES.get(kind));
        oneOf(
                "severity",
                equal.get(Field.SEVERITY),
                Arrays.stream(Severity.values()).map(Severity::word).toList());
        oneOf("failureClass", equal.get(Field.FAILURE_CLASS), CLASSES);
        return new ListFilter(
                equal,
                request.query("text").orElse(""),
                request.query("title").orElse(""),
                labels(request.queries("label")),
                request.query("since").map(Filters::time).orElse(Instant.EPOCH),
                request.query("until").map(ListsEndpoint::until).orElse(ListFilter.ALWAYS));
    }

    private static Instant until(String text) {
        return Times.read(text)
                .orElseThrow(() -> RefusedException.badRequest(
                        "until is " + text + "; expected a time such as 2026-01-31T08:00:00Z."));
    }

    /** Matchers as Alertmanager has them, one or several in each text. */
    private static Optional<Scope> labels(List<String> texts) {
        try {
            List<Matcher> matchers = texts.stream()
                    .filter(text -> !text.isEmpty())
                    .flatMap(text -> MatcherText.read(text).stream())
                    .toList();
            return Optional.of(matchers).filter(some -> !some.isEmpty()).map(Scope::of);
        } catch (InvalidScopeException wrong) {
            throw RefusedException.badRequest("label: " + wrong.getMessage() + ".");
        }
    }

    private static void oneOf(String name, String value, List<String> words) {
        if (value != null && !words.contains(value)) {
            throw RefusedException.badRequest(
                    name + " is " + value + "; expected one of " + String.join(", ", words) + ".");
        }
    }

    private static Set<String> known(Kind kind) {
        Set<String> known = new TreeSet<>(Set.of("since", "until", "limit", "after"));
        kind.fields().stream().map(Field::word).forEach(known::add);
        if (kind.isOfAlerts()) {
            known.addAll(Set.of("text", "title", "label"));
        }
        return known;
    }
}
