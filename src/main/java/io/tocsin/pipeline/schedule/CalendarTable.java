package io.tocsin.pipeline.schedule;

import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Calendars as rows. */
final class CalendarTable {

    /**
     * What became of a try.
     *
     * @param schedule which calendar
     * @param content what it says; empty where it could not be read, or says what it said before
     * @param trouble why it could not; empty where it was
     */
    record Tried(String schedule, Optional<String> content, String trouble) {}

    /** It says what it said before: most of the time it does. */
    private static final String SAME = """
            UPDATE calendar_feed SET read_at = :now, tried_at = :now, trouble = '' WHERE schedule = :schedule
            """;

    private static final String GOOD = """
            INSERT INTO calendar_feed (schedule, content, read_at, tried_at, trouble)
            VALUES (:schedule, :content, :now, :now, '')
            ON CONFLICT (schedule) DO UPDATE
              SET content = excluded.content, read_at = excluded.read_at, tried_at = excluded.tried_at, trouble = ''
            """;

    /** The last good one stays. */
    private static final String BAD = """
            INSERT INTO calendar_feed (schedule, content, read_at, tried_at, trouble)
            VALUES (:schedule, '', NULL, :now, :trouble)
            ON CONFLICT (schedule) DO UPDATE SET tried_at = excluded.tried_at, trouble = excluded.trouble
            """;

    /** Keeps what was read, and tells all hubs. */
    static final Change<Tried, Void> KEEP = (tx, tries, now) -> {
        tries.forEach(one -> keep(tx, one, now));
        Revisions.raise(tx, Revisions.CALENDARS);
        return new ArrayList<>(java.util.Collections.nCopies(tries.size(), null));
    };

    /** Forgets a calendar that feeds no schedule any more. */
    static final Change<String, Void> FORGET = (tx, names, now) -> {
        names.forEach(name -> tx.createUpdate("DELETE FROM calendar_feed WHERE schedule = :name")
                .bind("name", name)
                .execute());
        Revisions.raise(tx, Revisions.CALENDARS);
        return new ArrayList<>(java.util.Collections.nCopies(names.size(), null));
    };

    private CalendarTable() {}

    private static void keep(Handle tx, Tried one, Instant now) {
        if (one.content.isPresent()) {
            tx.createUpdate(GOOD)
                    .bind("schedule", one.schedule)
                    .bind("content", one.content.get())
                    .bind("now", now.toEpochMilli())
                    .execute();
        } else if (one.trouble.isEmpty()) {
            tx.createUpdate(SAME)
                    .bind("schedule", one.schedule)
                    .bind("now", now.toEpochMilli())
                    .execute();
        } else {
            tx.createUpdate(BAD)
                    .bind("schedule", one.schedule)
                    .bind("trouble", one.trouble)
                    .bind("now", now.toEpochMilli())
                    .execute();
        }
    }

    static List<FeedRow> all(Handle tx) {
        return tx.createQuery(
                        "SELECT schedule, content, read_at, tried_at, trouble FROM calendar_feed ORDER BY schedule")
                .map((row, context) -> {
                    long read = row.getLong("read_at");
                    boolean wasRead = !row.wasNull();
                    return new FeedRow(
                            row.getString("schedule"),
                            row.getString("content"),
                            wasRead ? Optional.of(Instant.ofEpochMilli(read)) : Optional.empty(),
                            Instant.ofEpochMilli(row.getLong("tried_at")),
                            row.getString("trouble"));
                })
                .list();
    }
}
