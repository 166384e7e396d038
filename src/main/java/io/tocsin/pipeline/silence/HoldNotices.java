package io.tocsin.pipeline.silence;

import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Window;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What people are to be told of silences and windows, as rows that are due: made, moved and removed in the transaction that changes
 * one.
 */
final class HoldNotices {

    /** What is told. */
    enum What {
        /** That it is about to end. */
        ENDING,
        /** That it has ended, where something that it hid still fires. */
        ENDED,
        /** That a window goes on now. */
        BEGINS,
        /** That a window has ended. */
        ENDS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** So long before its end its author hears of it, and sooner before that of a short one. */
    static final Duration BEFORE = Duration.ofMinutes(15);

    /** Of one that lasts less than an hour a quarter is left. */
    private static final int SHARE = 4;

    static final String EARLIEST = "SELECT min(due_at) FROM hold_notice";

    private static final String PLAN = """
            INSERT INTO hold_notice (held_by, what, due_at) VALUES (:by, :what, :due)
            ON CONFLICT (held_by, what) DO UPDATE SET due_at = excluded.due_at
            """;

    /** What is due and not told yet stays: the hub was away when it was to be told. */
    private static final String FOLLOW = """
            INSERT INTO hold_notice (held_by, what, due_at) VALUES (:by, :what, :due)
            ON CONFLICT (held_by, what) DO UPDATE SET due_at = excluded.due_at WHERE hold_notice.due_at > :now
            """;

    private static final String DUE = """
            SELECT held_by, what, due_at FROM hold_notice WHERE due_at <= :now ORDER BY due_at, held_by, what LIMIT :most
            """;

    /** Whoever removes it tells it: of two hubs, and of one that starts again in between, one does. */
    private static final String TAKE = "DELETE FROM hold_notice WHERE held_by = :by AND what = :what AND due_at = :due";

    /**
     * One that is due.
     *
     * @param by what holds back, {@code silence sil_...}
     * @param what what is told of it
     * @param at when, in milliseconds
     */
    record Due(String by, What what, long at) {}

    private HoldNotices() {}

    /** A silence was made or changed: what was to be told of it is moved, and told anew of another end. */
    static void plan(Corridor corridor, Handle tx, Silence silence, Instant now) {
        String by = Hold.of(silence).by();
        cancel(corridor, tx, by, "the silence was changed, and is told of anew", now);
        Duration length = Duration.between(silence.startsAt(), silence.endsAt());
        Duration quarter = length.dividedBy(SHARE);
        Instant ending = silence.endsAt().minus(quarter.compareTo(BEFORE) < 0 ? quarter : BEFORE);
        if (ending.isAfter(now)) {
            plan(tx, by, What.ENDING, ending);
        }
        plan(tx, by, What.ENDED, silence.endsAt());
    }

    /** Somebody made a window. */
    static void begin(Handle tx, PlannedWindow window, Instant now) {
        if (!window.targets().isEmpty()) {
            Instant begins = window.times().at(now).isPresent()
                    ? now
                    : window.times().next(now).orElseThrow().begin();
            plan(tx, window.by(), What.BEGINS, begins);
        }
    }

    /** Somebody ended one. @param before as it was until now */
    static void end(Corridor corridor, Handle tx, PlannedWindow before, Instant now) {
        cancel(corridor, tx, before.by(), "the window was ended", now);
        if (!before.targets().isEmpty() && before.hold(now).isPresent()) {
            plan(tx, before.by(), What.ENDS, now);
        }
    }

    /** Rules files were read: those of their windows that are gone are told of no more. */
    static void follow(Corridor corridor, Handle tx, FileHolds files, Instant now) {
        Set<String> told = new HashSet<>();
        for (Window window : files.windows()) {
            if (!window.targets().isEmpty()) {
                String by = Hold.of(window, now).by();
                told.add(by);
                window.times().next(now).ifPresent(next -> follow(tx, by, What.BEGINS, next.begin(), now));
                window.times()
                        .at(now)
                        .ifPresentOrElse(one -> follow(tx, by, What.ENDS, one.end(), now), () -> over(tx, by, now));
            }
        }
        tx
                .createQuery("SELECT DISTINCT held_by FROM hold_notice WHERE held_by LIKE 'window %'")
                .mapTo(String.class)
                .list()
                .stream()
                .filter(by -> !Id.WINDOW.names(name(by)) && !told.contains(by))
                .forEach(gone -> cancel(corridor, tx, gone, "the window stands in no file any more", now));
    }

    /** It went on by what the file said before, and ends by what it says now. */
    private static void over(Handle tx, String by, Instant now) {
        tx.createUpdate("UPDATE hold_notice SET due_at = :now WHERE held_by = :by AND what = :what AND due_at > :now")
                .bind("by", by)
                .bind("what", What.ENDS.word())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static void follow(Handle tx, String by, What what, Instant due, Instant now) {
        tx.createUpdate(FOLLOW)
                .bind("by", by)
                .bind("what", what.word())
                .bind("due", due.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** The id, or of a file's window the name. */
    static String name(String by) {
        return by.substring(by.indexOf(' ') + 1);
    }

    static void plan(Handle tx, Due due) {
        plan(tx, due.by, due.what, Instant.ofEpochMilli(due.at));
    }

    private static void plan(Handle tx, String by, What what, Instant due) {
        tx.createUpdate(PLAN)
                .bind("by", by)
                .bind("what", what.word())
                .bind("due", due.toEpochMilli())
                .execute();
    }

    /** It was ended, by somebody who knows, or changed: nothing more is told of it as it was, nor sent that was told and waits. */
    static void cancel(Corridor corridor, Handle tx, String by, String why, Instant now) {
        OwnNotice.withdraw(corridor, tx, by, why, now);
        tx.createUpdate("DELETE FROM hold_notice WHERE held_by = :by")
                .bind("by", by)
                .execute();
    }

    static List<Due> due(Handle tx, Instant now, int most) {
        return tx.createQuery(DUE)
                .bind("now", now.toEpochMilli())
                .bind("most", most)
                .map((row, context) -> new Due(
                        row.getString("held_by"),
                        What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
                        row.getLong("due_at")))
                .list();
    }

    /** Takes one to tell it; false where another did, or it was moved. */
    static boolean take(Handle tx, Due due) {
        return tx.createUpdate(TAKE)
                        .bind("by", due.by)
                        .bind("what", due.what.word())
                        .bind("due", due.at)
                        .execute()
                > 0;
    }
}
