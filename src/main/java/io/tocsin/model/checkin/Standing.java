package io.tocsin.model.checkin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a check-in stands, and what becomes of that: pure functions of it, of what happens, and of the time.
 *
 * @param terms in what time a report has to come
 * @param since from when that counts: the last report, else when its entry was first read; later where a report may have found no hub
 * @param reportedAt the last report, if there was one
 * @param lateSince since when it is late, if it is
 * @param excused whether no report has come since it was put off because the hubs were away
 */
public record Standing(
        Terms terms, Instant since, Optional<Instant> reportedAt, Optional<Instant> lateSince, boolean excused) {

    /** Who was put off once already for a time in which the hubs were away gets this much the next time, and not a whole turn. */
    private static final Duration AGAIN = Duration.ofHours(1);

    /** One whose entry is read for the first time. */
    public static Standing begin(Terms terms, Instant now) {
        return new Standing(terms, now, Optional.empty(), Optional.empty(), false);
    }

    /** When it is late if nobody reports before. */
    public Instant dueAt() {
        return since.plus(terms.length());
    }

    /** Whether it is late. */
    public boolean isLate() {
        return lateSince.isPresent();
    }

    /** {@code new} before the first report, then {@code up} or {@code late}. */
    public String state() {
        return isLate() ? "late" : reportedAt.isPresent() ? "up" : "new";
    }

    /**
     * Somebody reported.
     *
     * @param at when; of several the latest counts, in whatever order they come
     * @param now a report is not made later than that
     */
    public Standing reported(Instant at, Instant now) {
        Instant made = earlier(at, now);
        Standing next = new Standing(
                terms,
                latest(since, made, now),
                Optional.of(reportedAt.map(last -> latest(last, made, now)).orElse(made)),
                lateSince,
                false);
        return next.dueAt().isAfter(now) ? next.inTime() : next;
    }

    /** It is looked whether it is late now. */
    public Standing timeCame(Instant now) {
        return isLate() || dueAt().isAfter(now)
                ? this
                : new Standing(terms, since, reportedAt, Optional.of(dueAt()), excused);
    }

    /**
     * Its entry says another time. That alone makes nothing late at once: a report is waited for by the new terms from now on, or until
     * it would have been late by the old ones, whichever is sooner. One that is late is so no more where it would not be by the new ones.
     */
    public Standing changed(Terms other, Instant now) {
        if (terms.equals(other)) {
            return this;
        }
        Instant due = since.plus(other.length());
        if (!isLate()) {
            due = later(due, earlier(dueAt(), now.plus(other.length())));
        }
        Standing next = new Standing(other, due.minus(other.length()), reportedAt, lateSince, excused);
        return due.isAfter(now) ? next.inTime() : next;
    }

    /**
     * No hub was there to be told anything. A report that could have been expected in that time, sooner or later by the grace and a
     * little, may have found nobody: the next one is waited for. Where that happens again before any report, for an hour at most and not for a whole
     * turn, so that a hub which always restarts at that time does not hide for ever that nobody reports.
     *
     * @param from until then reports were taken, and those that came more than {@link Terms#slack} after another are written
     * @param to from then on they are again
     */
    public Standing away(Instant from, Instant to) {
        if (isLate() || dueAt().isBefore(from)) {
            return this;
        }
        Instant unwritten = since.plus(terms.slack());
        Standing known = from.isBefore(unwritten) ? from(earlier(unwritten, later(to, since)), excused) : this;
        // By the last report that is known: that another one came since and is forgotten may be so, and need not.
        Instant expected = since.plus(terms.every()).minus(terms.grace()).minus(terms.slack());
        if (expected.isAfter(to)) {
            return known;
        }
        Duration more = excused && terms.every().compareTo(AGAIN) > 0 ? AGAIN : terms.every();
        Instant due = later(known.dueAt(), to.plus(more).plus(terms.grace()));
        return known.from(due.minus(terms.length()), true);
    }

    /** The clock was set, by so much; back where it is negative. What was waited stays as long as it was. */
    public Standing clockSet(Duration by) {
        return isLate()
                ? this
                : new Standing(terms, since.plus(by), reportedAt.map(at -> at.plus(by)), lateSince, excused);
    }

    private Standing from(Instant other, boolean isExcused) {
        return new Standing(terms, other, reportedAt, lateSince, isExcused);
    }

    private Standing inTime() {
        return new Standing(terms, since, reportedAt, Optional.empty(), excused);
    }

    /** The later of both; of a clock that was set back since, what it shows now. */
    private static Instant latest(Instant before, Instant made, Instant now) {
        return before.isAfter(now) ? made : later(before, made);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
