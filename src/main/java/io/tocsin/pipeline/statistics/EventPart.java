package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The alerts of events that came in an hour, as they were decided. */
record EventPart(ObjectMapper json) implements HourPart {

    private static final String ROWS = """
            SELECT id, source, state, decision FROM event
            WHERE id > :after AND id < :end AND received_at >= :from AND received_at < :until AND state IN ('decided', 'pending')
            ORDER BY id LIMIT :most
            """;

    /** Decisions are the largest of what is read: one of thousands of alerts has megabytes. */
    private static final int FEWER = 50;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        return HourPart.page(
                tx.createQuery(ROWS)
                        .bind("after", after.isEmpty() ? hour.firstId(Id.EVENT) : after)
                        .bind("end", hour.endId(Id.EVENT)),
                hour,
                Math.min(most, FEWER),
                row -> {
                    String decision = row.getString("decision");
                    if (row.getString("state").equals("pending")) {
                        tally.undecided();
                    } else if (decision != null) {
                        String source = row.getString("source");
                        JsonText.read(json, decision).path("alerts").forEach(alert -> count(alert, source, tally));
                    }
                    return row.getString("id");
                });
    }

    private static void count(JsonNode decided, String source, Tally tally) {
        JsonNode alert = decided.path("alert");
        String status = alert.path("status").asText();
        if (!decided.has("late")) {
            tally.told(decided.path("id").asText(), alert.path("title").asText(), status);
        }
        if (status.equals("firing")) {
            List<String> rules = new ArrayList<>();
            decided.path("rules").forEach(rule -> rules.add(rule.path("rule").asText()));
            tally.count(Count.ALERTS, About.of(alert.path("severity").asText(), source, rules));
        }
    }
}
