package io.tocsin.pipeline.deadletter;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A dead letter with what stands behind it, as far as settling it needs.
 *
 * @param behind the state of the event (kinds event and alert), the notice or the delivery; empty where it is gone
 * @param redo which alerts of the event are about to be decided again
 */
record Letter(
        String id,
        String kind,
        String eventId,
        int alertIndex,
        String noticeId,
        String deliveryId,
        String receiver,
        String reason,
        String state,
        Instant settledAt,
        String behind,
        Optional<String> redo) {

    private static final String SELECT = """
            SELECT l.*, e.redo,
                   CASE l.kind WHEN 'delivery' THEN COALESCE(d.state, '')
                               WHEN 'notice' THEN CASE WHEN EXISTS (
                                   SELECT 1 FROM incident i WHERE i.id = n.incident_id AND i.state = 'resolved')
                                   THEN 'about an incident that is over' ELSE COALESCE(n.state, '') END
                               ELSE COALESCE(e.state, '') END AS behind
            FROM dead_letter l LEFT JOIN event e ON e.id = l.event_id LEFT JOIN delivery d ON d.id = l.delivery_id
                               LEFT JOIN notice n ON n.id = l.notice_id
            WHERE l.id IN (<ids>)
            """;

    static Map<String, Letter> load(Handle tx, List<String> ids) {
        Map<String, Letter> letters = new HashMap<>();
        if (!ids.isEmpty()) {
            tx.createQuery(SELECT)
                    .bindList("ids", ids)
                    .map((row, context) -> new Letter(
                            row.getString("id"),
                            row.getString("kind"),
                            row.getString("event_id"),
                            row.getInt("alert_index"),
                            text(row.getString("notice_id")),
                            text(row.getString("delivery_id")),
                            text(row.getString("receiver")),
                            row.getString("reason"),
                            row.getString("state"),
                            Instant.ofEpochMilli(row.getLong("settled_at")),
                            row.getString("behind"),
                            Optional.ofNullable(row.getString("redo"))))
                    .forEach(letter -> letters.put(letter.id, letter));
        }
        return letters;
    }

    /** Whether it is about a delivery and not about a notice, an event or an alert. */
    boolean isDelivery() {
        return kind.equals("delivery");
    }

    /** Why it cannot be redriven; empty where it can. */
    Optional<String> redriveObstacle(Rooms rooms) {
        return discardObstacle().or(() -> switch (kind) {
            case "delivery" ->
                rooms.hasReceiver(receiver)
                        ? expect("delivery", behind.equals("dead"))
                        : Optional.of("no receiver is called " + receiver + "; add it first, or discard this");
            case "notice" -> expect("notice", behind.equals("told") || behind.equals("dead"));
            case "alert" -> expect("event", behind.equals("decided") || behind.equals("pending") && redo.isPresent());
            default -> expect("event", behind.equals("dead"));
        });
    }

    /** Why it cannot be discarded; empty where it can. */
    Optional<String> discardObstacle() {
        return state.equals("open") ? Optional.empty() : Optional.of("it was " + state + " at " + settledAt);
    }

    private Optional<String> expect(String what, boolean holds) {
        return holds
                ? Optional.empty()
                : Optional.of("its " + what + " is " + (behind.isEmpty() ? "gone" : behind) + " already");
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }
}
