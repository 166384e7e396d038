package io.tocsin.pipeline.listing;

import io.tocsin.model.alert.Severity;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Incidents that go on: found by the index of those alone, however many there were. */
public final class OpenIncidents {

    /** In the index's order, which has severities by their words. */
    private static final String OPEN = """
            SELECT id, severity, title, opened_at, acknowledged_by,
                   CASE WHEN state = 'open' AND acknowledged_by IS NOT NULL THEN 'acknowledged' ELSE state END AS status
            FROM incident WHERE state <> 'resolved' AND id LIKE :pattern ORDER BY severity LIMIT 1000
            """;

    private final Store store;

    /** @param store where they are */
    public OpenIncidents(Store store) {
        this.store = store;
    }

    /**
     * One of them.
     *
     * @param id the hub's id of it
     * @param status how it stands for people: {@code open}, {@code acknowledged} or {@code ending}
     * @param severity the highest that it had
     * @param title one line
     * @param openedAt when its first alert fired
     * @param acknowledgedBy who sees to it
     */
    public record Row(
            String id,
            String status,
            Severity severity,
            String title,
            Instant openedAt,
            Optional<String> acknowledgedBy) {}

    /**
     * Those whose ids end so, the worst first, and of these the newest. Blocks.
     *
     * @param end some of {@code a-z 0-9 _}; empty for all
     * @param most of them, at most
     * @throws IllegalArgumentException where no id could end so
     */
    public List<Row> endingIn(String end, int most) {
        if (!end.matches("[a-z0-9_]*")) {
            throw new IllegalArgumentException("no id ends in that");
        }
        return store
                .read(tx -> tx.createQuery(OPEN)
                        .bind("pattern", "%" + end) // its _ may be any
                        .map((row, context) -> new Row(
                                row.getString("id"),
                                row.getString("status"),
                                Severity.ofWord(row.getString("severity")).orElse(Severity.INFO),
                                row.getString("title"),
                                Instant.ofEpochMilli(row.getLong("opened_at")),
                                Optional.ofNullable(row.getString("acknowledged_by"))))
                        .list())
                .stream()
                .filter(row -> row.id().endsWith(end))
                .sorted(Comparator.comparing(Row::severity)
                        .thenComparing(Comparator.comparing(Row::id).reversed()))
                .limit(most)
                .toList();
    }
}
