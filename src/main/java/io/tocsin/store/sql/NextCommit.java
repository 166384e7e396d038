package io.tocsin.store.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The changes that wait for a commit, and which of them are in the next one: what it takes is bounded by rows and bytes, since
 * more makes a flush no cheaper, and delays whoever comes next.
 *
 * <p>There are three kinds. What has time comes with a commit that is made anyhow, or at its time. Where many senders wait to be
 * answered, they come first: the stages behind them get a part of a commit now and then, so that they go on, and the rest when
 * the press is over. Else everything comes in the order of its arrival.
 */
final class NextCommit {

    /** More than this in one transaction no longer makes a flush cheaper, and delays the first. */
    static final int MOST_ROWS = 2_048;

    /** The same in bytes: a write-ahead log that grows by more is slow to put back. */
    static final long MOST_BYTES = 8L * 1024 * 1024;

    /** So many events that wait to be accepted are a press of senders. */
    static final int PRESS = 64;

    /** While senders press, what else there is waits for so long at most, and then takes so many rows of a commit. */
    static final long YIELDS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int YIELDING_ROWS = 256;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BlockingQueue<Submission> arrivals = new LinkedBlockingQueue<>();
    private final LongSupplier nanos;

    // The committer's own.
    private final Deque<Submission> accepts = new ArrayDeque<>();
    private final Deque<Submission> others = new ArrayDeque<>();
    private final List<Submission> unhurried = new ArrayList<>();
    private long othersAt;

    /** @param nanos as {@link System#nanoTime()} */
    NextCommit(LongSupplier nanos) {
        this.nanos = nanos;
        this.othersAt = nanos.getAsLong() - YIELDS_NANOS;
    }

    /** Adds what arrives; from any thread. */
    void add(Submission submission) {
        arrivals.add(submission);
    }

    /** Whether nothing waits; only the committer may ask. */
    boolean isEmpty() {
        return arrivals.isEmpty() && accepts.isEmpty() && others.isEmpty() && unhurried.isEmpty();
    }

    /** What is in the next commit; waits until there is any, a tenth of a second at most. Only the committer may ask. */
    List<Submission> next() throws InterruptedException {
        sort();
        if (accepts.isEmpty() && others.isEmpty() && !isDue()) {
            Submission first = arrivals.poll(patience(), TimeUnit.NANOSECONDS);
            if (first != null) {
                sort(first);
                sort();
            }
        }
        boolean any = !accepts.isEmpty() || !others.isEmpty() || isDue();
        return any ? take() : List.of();
    }

    /** All that waits, to be refused. Only the committer may ask. */
    List<Submission> rest() {
        sort();
        List<Submission> rest = new ArrayList<>(unhurried);
        rest.addAll(accepts);
        rest.addAll(others);
        unhurried.clear();
        accepts.clear();
        others.clear();
        return rest;
    }

    private void sort() {
        for (Submission next = arrivals.poll(); next != null; next = arrivals.poll()) {
            sort(next);
        }
    }

    private void sort(Submission next) {
        if (next.isAccept()) {
            accepts.add(next);
        } else if (next.until() - nanos.getAsLong() > 0) {
            unhurried.add(next);
        } else {
            others.add(next);
        }
    }

    private boolean isDue() {
        return !unhurried.isEmpty() && patience() <= 0;
    }

    private long patience() {
        long now = nanos.getAsLong();
        return unhurried.stream().mapToLong(each -> each.until() - now).min().orElse(LONGEST_NANOS);
    }

    private List<Submission> take() {
        Taken taken = new Taken();
        boolean press = accepts.stream().mapToLong(Submission::rows).sum() >= PRESS;
        long now = nanos.getAsLong();
        if (press && now - othersAt < YIELDS_NANOS) {
            taken.from(accepts, MOST_ROWS);
            return taken.submissions;
        }
        othersAt = now;
        // Few senders have a place, too, however much waits.
        taken.from(others, press ? YIELDING_ROWS : accepts.isEmpty() ? MOST_ROWS : MOST_ROWS - PRESS);
        unhurried.forEach(taken::add);
        unhurried.clear();
        taken.from(accepts, MOST_ROWS);
        return taken.submissions;
    }

    private static final class Taken {
        private final List<Submission> submissions = new ArrayList<>();
        private long rows;
        private long bytes;

        void add(Submission submission) {
            submissions.add(submission);
            rows += submission.rows();
            bytes += submission.bytes();
        }

        /** As many as fit; the first of all, however large. */
        void from(Deque<Submission> queue, long mostRows) {
            for (Submission next = queue.peek(); next != null; next = queue.peek()) {
                boolean fits = rows + next.rows() <= mostRows && bytes + next.bytes() <= MOST_BYTES;
                if (!fits && !submissions.isEmpty()) {
                    return;
                }
                add(queue.remove());
            }
        }
    }
}
