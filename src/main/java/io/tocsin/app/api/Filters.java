package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.deadletter.DeadLetterFilter;
import io.tocsin.pipeline.deadletter.DeadLetterFilter.Column;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads from a query or a body which dead letters somebody means. Strict: what is misspelt must not mean everything. */
final class Filters {

    private static final Map<String, Column> COLUMNS = Map.of(
            "kind", Column.KIND,
            "source", Column.SOURCE,
            "rule", Column.RULE,
            "receiver", Column.RECEIVER,
            "failureClass", Column.FAILURE_CLASS,
            "state", Column.STATE);

    private static final Map<Column, Set<String>> WORDS = Map.of(
            Column.KIND, Set.of("event", "alert", "notice", "delivery"),
            Column.FAILURE_CLASS, Set.of("transient", "rate-limited", "permanent", "unknown"),
            Column.STATE, Set.of("open", "redriven", "discarded", "all"));

    /** The parameters of the list. */
    static final Set<String> QUERY = with("reason", "since", "limit", "after");

    private static final Set<String> BODY = with("ids", "all", "containing", "since", "dryRun", "reason", "as");

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
        body.fieldNames().forEachRemaining(name -> {
            if (!BODY.contains(name)) {
                throw RefusedException.badRequest("There is no field " + name + "; expected some of "
                        + String.join(", ", new TreeSet<>(BODY)) + ".");
            }
        });
        JsonNode node = body.path("ids");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>();
        node.forEach(id -> ids.add(id.asText()));
        if (!node.isArray() || ids.isEmpty() || ids.contains("")) {
            throw RefusedException.badRequest("ids is a list of ids, at least one.");
        }
        return Optional.of(ids);
    }

    static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw RefusedException.badRequest("limit is " + text + "; expected a whole number, at least 1.");
    }

    private static DeadLetterFilter filter(Function<String, Optional<String>> said, String reason) {
        Map<Column, String> equal = new EnumMap<>(Column.class);
        equal.put(Column.STATE, "open");
        COLUMNS.forEach(
                (name, column) -> said.apply(name).ifPresent(value -> equal.put(column, checked(name, column, value))));
        if (equal.get(Column.STATE).equals("all")) {
            equal.remove(Column.STATE);
        }
        Instant since = said.apply("since").map(Filters::time).orElse(Instant.EPOCH);
        return new DeadLetterFilter(equal, reason, since, DeadLetterFilter.ALWAYS);
    }

    private static String checked(String name, Column column, String value) {
        Set<String> words = WORDS.getOrDefault(column, Set.of());
        if (!words.isEmpty() && !words.contains(value)) {
            throw RefusedException.badRequest(
                    name + " is " + value + "; expected one of " + String.join(", ", new TreeSet<>(words)) + ".");
        }
        return value;
    }

    /** A time as ISO-8601 has it. */
    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw RefusedException.badRequest("since is " + text + "; expected a time such as 2026-01-31T08:00:00Z.");
        }
    }

    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(COLUMNS.keySet());
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
