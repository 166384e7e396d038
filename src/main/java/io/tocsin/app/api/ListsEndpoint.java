package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/events}, {@code /v1/alerts}, {@code /v1/incidents} and {@code /v1/deliveries}: what the hub has, a page at a
 * time.
 */
final class ListsEndpoint {

    private static final int DEFAULT_LIMIT = 50;
    private static final List<Field> NAMES = List.of(Field.RECEIVER, Field.RULE, Field.SOURCE);

    private final Lists lists;
    private final NamesInUse names;
    private final ObjectMapper json;

    ListsEndpoint(Lists lists, NamesInUse names, ObjectMapper json) {
        this.lists = lists;
        this.names = names;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listEvents", of(Kind.EVENTS));
        operations.answer("listAlerts", of(Kind.ALERTS));
        operations.answer("listIncidents", of(Kind.INCIDENTS));
        operations.answer("listDeliveries", of(Kind.DELIVERIES));
    }

    private Endpoint of(Kind kind) {
        return viewer(request -> list(kind, request));
    }

    private Reply list(Kind kind, Request request) {
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
        return new ListFilter(
                equal,
                request.query("text").orElse(""),
                request.query("title").orElse(""),
                labels(request.queries("label")),
                request.time("since").orElse(Instant.EPOCH),
                request.time("until").orElse(ListFilter.ALWAYS));
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
}
