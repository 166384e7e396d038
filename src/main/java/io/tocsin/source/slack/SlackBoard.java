package io.tocsin.source.slack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people look at in Slack. Safe for use by many threads. */
public interface SlackBoard {

    /** Nothing: where routes are only looked at. */
    SlackBoard NONE = new SlackBoard() {
        @Override
        public List<Open> endingIn(String end, int most) {
            return List.of();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    };

    /**
     * An incident that goes on.
     *
     * @param id the hub's id of it
     * @param status {@code open}, {@code acknowledged} or {@code ending}
     * @param severity its word
     * @param title one line
     * @param openedAt since when
     * @param acknowledgedBy who sees to it
     */
    record Open(
            String id,
            String status,
            String severity,
            String title,
            Instant openedAt,
            Optional<String> acknowledgedBy) {}

    /**
     * Those that go on, the worst first, and of these the newest. Blocks.
     *
     * @param end of their ids; empty for all
     * @param most not more than these, where there are fewer than a thousand; of more than that, these of some
     */
    List<Open> endingIn(String end, int most);

    /** The hub's time. */
    Instant now();
}
