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
 * the press is over. Else everything comes in the order of its arrival; but what no sender waits for comes with a sender's
 * commit, or a moment after the last one: at a few hundred events a second each would have a commit of its own.
 */
final class NextCommit {

    /** More than this in one transaction hardly makes a flush cheaper, and senders wait for all of it. */
    static final int MOST_ROWS = 512;

    /** The same in bytes: a write-ahead log that grows by more is slow to put back. */
    static final long MOST_BYTES = 8L * 1024 * 1024;

    /** So many events that wait to be accepted are a press of senders. */
    static final int PRESS = 64;

    /** While senders press, what else there is waits for so long at most, and then takes so many rows of a commit. */
    static final long YIELDS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int YIELDING_ROWS = 128;

    /** For so long after a sender's event the next one is expected: whoever comes finds a short commit in its way. */
    static final long SENDERS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many rows that no sender waits for make a commit that is worth its flush. */
    private static final int WORTH_ROWS = 256;

    /** From the beginning of one commit to that of the next which no sender waits for; no time where commits are large. */
    static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BlockingQueue<Submission> arrivals = new LinkedBlockingQueue<>();
    private final LongSupplier nanos;

    // The committer's own.
    private final Deque<Submission> accepts = new ArrayDeque<>();
    private final Deque<Submission> others = new ArrayDeque<>();
    private final List<Submission> unhurried = new ArrayList<>();
    private long othersAt;
    private long lastAt;
    private long sendersAt;
    private boolean yielded;

    /** @param nanos as {@link System#nanoTime()} */
    NextCommit(LongSupplier nanos) {
        this.nanos = nanos;
        this.othersAt = nanos.getAsLong() - YIELDS_NANOS;
        this.lastAt = othersAt;
        this.sendersAt = nanos.getAsLong() - SENDERS_NANOS;
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
        long patience = patience();
        while (patience > 0) {
            Submission first = arrivals.poll(patience, TimeUnit.NANOSECONDS);
            if (first == null) {
                break;
            }
            sort(first);
            sort();
            patience = patience();
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
        long now = nanos.getAsLong();
        return unhurried.stream().anyMatch(each -> each.until() - now <= 0);
    }

    /** For how long to wait for more; 0 or less where a commit is due. */
    private long patience() {
        if (!accepts.isEmpty()) {
            return 0;
        }
        long now = nanos.getAsLong();
        long due =
                unhurried.stream().mapToLong(each -> each.until() - now).min().orElse(LONGEST_NANOS);
        if (others.isEmpty()) {
            return due;
        }
        boolean many = others.stream().mapToLong(Submission::rows).sum() >= WORTH_ROWS;
        return many ? 0 : Math.min(due, lastAt + APART_NANOS - now);
    }

    private List<Submission> take() {
        Taken taken = new Taken();
        long now = nanos.getAsLong();
        lastAt = now;
        if (!accepts.isEmpty()) {
            sendersAt = now;
        }
        if (sendersGoFirst(now)) {
            taken.from(accepts, MOST_ROWS);
            return taken.submissions;
        }
        othersAt = now;
        taken.from(others, now - sendersAt < SENDERS_NANOS ? YIELDING_ROWS : MOST_ROWS);
        unhurried.forEach(taken::add);
        unhurried.clear();
        taken.from(accepts, MOST_ROWS);
        return taken.submissions;
    }

    /** Where they press, and before one large decision each time. */
    private boolean sendersGoFirst(long now) {
        boolean press = accepts.stream().mapToLong(Submission::rows).sum() >= PRESS;
        boolean large = !accepts.isEmpty() && !others.isEmpty() && others.peek().rows() > YIELDING_ROWS;
        yielded = large && !yielded;
        return yielded || press && now - othersAt < YIELDS_NANOS;
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
