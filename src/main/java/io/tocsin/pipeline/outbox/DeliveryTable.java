package io.tocsin.pipeline.outbox;

import io.tocsin.model.notice.NoticeKind;
import io.tocsin.store.lane.ClaimTable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How deliveries wait in their receivers' lanes. */
public final class DeliveryTable implements ClaimTable {

    /** All priorities, so that SQL can ask the index for the due ones of each. */
    static final String PRIORITIES = Stream.of(NoticeKind.values())
            .map(kind -> String.valueOf(kind.priority()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));

    /**
     * Goes from receiver to receiver and from priority to priority by the index, past all that wait between: as many steps as
     * there are receivers for which something waits, however much does.
     */
    private static final String EARLIEST = """
            SELECT '%s' || name AS lane, min(due) AS due FROM (
                WITH RECURSIVE waiting (name) AS (
                    SELECT min(receiver) FROM delivery WHERE state = 'pending'
                    UNION ALL
                    SELECT (SELECT min(d.receiver) FROM delivery d
                            WHERE d.state = 'pending' AND d.receiver > waiting.name)
                    FROM waiting WHERE waiting.name IS NOT NULL)
                SELECT waiting.name AS name, (SELECT min(d.due_at) FROM delivery d
                                              WHERE d.state = 'pending' AND d.receiver = waiting.name
                                                AND d.priority = urgency.priority) AS due
                FROM waiting, (%s) AS urgency WHERE waiting.name IS NOT NULL) AS first_of_each
            GROUP BY name
            """.formatted(
                    OutboxLanes.SCHEME,
                    Stream.of(PRIORITIES.split(", "))
                            .map(priority -> "SELECT " + priority + " AS priority")
                            .collect(Collectors.joining(" UNION ALL ")));

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public String earliest() {
        return EARLIEST;
    }

    /** What is held until the end of quiet hours waits for a time of the clock. */
    @Override
    public String putOff() {
        return "state = 'pending' AND held = 0";
    }

    @Override
    public String columns() {
        return "id, claims";
    }

    /**
     * Not the attempts, which a receiver's schedule bounds in time: only claims of which no end was heard, since the last of
     * which one was.
     */
    @Override
    public String tries() {
        return "claims";
    }

    /** A claim of what is claimed already takes it over from an owner that did not say how its try ended. */
    @Override
    public String atClaim() {
        return """
                , attempt = attempt + 1, first_attempt_at = COALESCE(first_attempt_at, :now),
                possible_duplicate = CASE WHEN owner IS NULL THEN possible_duplicate ELSE 1 END,
                unanswered = unanswered + CASE WHEN owner IS NULL THEN 0 ELSE 1 END
                """;
    }

    @Override
    public String atGiveBack() {
        return ", attempt = attempt - 1, first_attempt_at = CASE attempt WHEN 1 THEN NULL ELSE first_attempt_at END";
    }

    @Override
    public String abandoned() {
        return ", possible_duplicate = 1, unanswered = unanswered + 1";
    }
}
