package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.DoneThere;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What was last taken of what a provider of tickets tells of an incident. Whoever asks holds the incident. */
final class LastNews {

    private static final String LAST = """
            SELECT source, done_at, sequence, news_id FROM ticket_news WHERE incident_id = ? AND source = ?
            """;

    private static final String KEEP = """
            INSERT INTO ticket_news (incident_id, source, done_at, sequence, news_id) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (incident_id, source) DO UPDATE
            SET done_at = excluded.done_at, sequence = excluded.sequence, news_id = excluded.news_id
            """;

    private LastNews() {}

    /** What of this provider's was done later than this and is taken already; empty where this is the latest. */
    static Optional<DoneThere> laterThan(Handle tx, String incident, DoneThere news) {
        return Statements.of(tx)
                .list(
                        LAST,
                        values -> values.text(incident).text(news.source()),
                        row -> new DoneThere(
                                row.getString("source"),
                                Instant.ofEpochMilli(row.getLong("done_at")),
                                row.getLong("sequence"),
                                row.getString("news_id")))
                .stream()
                .filter(news::isBefore)
                .findFirst();
    }

    /** It is the latest from now on. */
    static void keep(Handle tx, String incident, DoneThere latest) {
        Statements.of(tx).each(KEEP, List.of(latest), (values, news) -> values.text(incident)
                .text(news.source())
                .time(news.at())
                .number(news.sequence())
                .text(news.id()));
    }
}
