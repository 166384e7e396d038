package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.deadletter.DeadLetterFilter;
import io.tocsin.pipeline.deadletter.DeadLetterFilter.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads from a query or a body which dead letters somebody means. */
final class Filters {

    private static final Map<String, Column> COLUMNS = Map.of(
            "kind", Column.KIND,
            "source", Column.SOURCE,
            "rule", Column.RULE,
            "receiver", Column.RECEIVER,
            "failureClass", Column.FAILURE_CLASS,
            "state", Column.STATE);

    private Filters() {}

    static DeadLetterFilter ofQuery(Request request) {
        return filter(request::query, request.query("reason").orElse(""));
    }

    /** In a body {@code reason} is why somebody does it, so what the dead letter's reason contains is another field. */
    static DeadLetterFilter ofBody(ObjectNode body) {
        boolean all = body.path("all").asBoolean(false);
        boolean filtered = COLUMNS.keySet().stream().anyMatch(body::has) || body.has("containing") || body.has("since");
        if (!all && !filtered) {
            throw RefusedException.badRequest("Say which: {\"ids\": [...]}, a filter ("
                    + String.join(", ", new TreeSet<>(COLUMNS.keySet())) + ", containing, since), or {\"all\": true}.");
        }
        Function<String, Optional<String>> fields =
                name -> Optional.of(body.path(name).asText("")).filter(text -> !text.isEmpty());
        return filter(fields, fields.apply("containing").orElse(""));
    }

    /** The ids in a body; empty where it names none. */
    static Optional<List<String>> ids(ObjectNode body) {
        List<String> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(id.asText()));
        return Optional.of(ids).filter(some -> !some.isEmpty());
    }

    private static DeadLetterFilter filter(Function<String, Optional<String>> said, String reason) {
        Map<Column, String> equal = new EnumMap<>(Column.class);
        equal.put(Column.STATE, "open");
        COLUMNS.forEach((name, column) -> said.apply(name).ifPresent(value -> equal.put(column, value)));
        if (equal.get(Column.STATE).equals("all")) {
            equal.remove(Column.STATE);
        }
        Instant since =
                said.apply("since").map(text -> Fields.time("since", text)).orElse(Instant.EPOCH);
        return new DeadLetterFilter(equal, reason, since, DeadLetterFilter.ALWAYS);
    }
}
