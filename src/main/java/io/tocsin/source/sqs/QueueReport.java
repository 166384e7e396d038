package io.tocsin.source.sqs;

import java.time.Instant;
import java.util.Optional;

/** What is known of the dead letters behind one source queue. */
public sealed interface QueueReport {

    /** How operators call the queue. */
    String name();

    /**
     * It has a dead-letter queue.
     *
     * @param deadLetters the dead-letter queue's ARN
     * @param messages about how many wait in it
     * @param taken about how many somebody has taken and not given back
     * @param oldest when the oldest of those that a look showed was sent to the source queue; empty where none was looked at
     * @param move the last task that moved messages back
     */
    record Known(
            String name, String deadLetters, long messages, long taken, Optional<Instant> oldest, Optional<Move> move)
            implements QueueReport {}

    /** It has none: what SQS gives up on, after its retention, is gone. */
    record None(String name) implements QueueReport {}

    /** Nobody can say. @param problem one line: what failed and what would help */
    record Unknown(String name, String problem) implements QueueReport {}

    /**
     * A task of SQS that moves messages back.
     *
     * @param status RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED
     * @param moved about how many it has moved
     * @param startedAt when it began
     * @param failure why it failed; empty unless it did
     */
    record Move(String status, long moved, Instant startedAt, String failure) {}

    /**
     * A message that was looked at and given back.
     *
     * @param id SQS's name for it
     * @param sentAt when it was sent to the source queue
     * @param receives about how often it was received, this look included
     * @param body as it was sent
     */
    record Peeked(String id, Instant sentAt, int receives, String body) {}
}
