package io.tocsin.source.sqs;

import io.tocsin.source.sqs.QueueReport.Known;
import io.tocsin.source.sqs.QueueReport.Move;
import io.tocsin.source.sqs.QueueReport.None;
import io.tocsin.source.sqs.QueueReport.Peeked;
import io.tocsin.source.sqs.QueueReport.Unknown;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What operators do with the dead letters that SQS keeps. Every call asks SQS and blocks; one queue that can't be reached
 * hinders no other.
 */
public final class QueueDeadLetters {
    private static final int LOOK_FOR_AGE = 10;
    private static final Change<AuditEntry, Boolean> AUDIT = (tx, entries, now) -> {
        AuditEntry.write(tx, entries, now);
        return entries.stream().map(entry -> true).toList();
    };

    private final Supplier<List<SourceQueue>> queues;
    private final Store store;

    /**
     * @param queues the source queues as they are now
     * @param store where the audit is kept
     */
    public QueueDeadLetters(Supplier<List<SourceQueue>> queues, Store store) {
        this.queues = queues;
        this.store = store;
    }

    /**
     * What is known of each queue's dead letters.
     *
     * @param ages whether to look at some messages, too, to say how old they are; each look counts as a receive
     */
    public List<QueueReport> list(boolean ages) {
        return queues.get().stream().map(queue -> report(queue, ages)).toList();
    }

    /** The names of the source queues. */
    public List<String> names() {
        return queues.get().stream().map(SourceQueue::name).toList();
    }

    /**
     * At most so many of a queue's dead letters, without taking them away.
     *
     * @throws QueueAccessException if there are none to reach
     */
    public List<Peeked> show(String name, int max) {
        return deadLetters(name).peek(max);
    }

    /**
     * Has SQS move a queue's dead letters back to where they came from. It is audited before it is asked for.
     *
     * @return SQS's handle of the task
     * @throws QueueAccessException if SQS refuses
     */
    public String redrive(String name, String actor, String reason) {
        DeadLetterQueue letters = deadLetters(name);
        audit(actor, "queue.redrive", letters.arn(), name + (reason.isBlank() ? "" : ": " + reason));
        try {
            return letters.redrive();
        } catch (QueueAccessException refused) {
            audit(actor, "queue.redrive-refused", letters.arn(), refused.getMessage());
            throw refused;
        }
    }

    private void audit(String actor, String action, String target, String detail) {
        store.submit(AUDIT, new AuditEntry(actor, action, target, detail)).join();
    }

    private DeadLetterQueue deadLetters(String name) {
        SourceQueue queue = named(name).orElseThrow(() -> new QueueAccessException("no source has the queue " + name));
        return DeadLetterQueue.of(queue)
                .orElseThrow(() -> new QueueAccessException(
                        name + " has no dead-letter queue: no redrive policy, and no deadLetterQueue in its route"));
    }

    private Optional<SourceQueue> named(String name) {
        return queues.get().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    private static QueueReport report(SourceQueue queue, boolean ages) {
        try {
            Optional<DeadLetterQueue> letters = DeadLetterQueue.of(queue);
            return letters.isPresent() ? known(queue.name(), letters.get(), ages) : new None(queue.name());
        } catch (QueueAccessException problem) {
            return new Unknown(queue.name(), problem.getMessage());
        }
    }

    private static Known known(String name, DeadLetterQueue letters, boolean ages) {
        long[] depth = letters.depth();
        return new Known(
                name,
                letters.arn(),
                depth[0],
                depth[1],
                ages && depth[0] > 0 ? oldest(letters) : Optional.empty(),
                lastMove(letters));
    }

    /** Who may count but not look sees no age. */
    private static Optional<Instant> oldest(DeadLetterQueue letters) {
        try {
            return letters.peek(LOOK_FOR_AGE).stream().map(Peeked::sentAt).min(Comparator.naturalOrder());
        } catch (QueueAccessException notAllowed) {
            return Optional.empty();
        }
    }

    private static Optional<Move> lastMove(DeadLetterQueue letters) {
        try {
            return letters.lastMove();
        } catch (QueueAccessException notAllowed) {
            return Optional.empty();
        }
    }
}
