package io.tocsin.store.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The rows that were sealed on one day.
 *
 * @param number its place among segments, from 1
 * @param firstSeq the place of its first row
 * @param lastSeq that of its last row; one less than the first while it has none
 * @param lastHash the hash of its last row, or before it has one of the row before
 * @param beganAt when its first row was sealed
 * @param closedAt when the next segment began; empty for the last one, which is the chain's end
 * @param removedAt since when its rows may be gone, since they were too old
 */
public record Segment(
        long number,
        long firstSeq,
        long lastSeq,
        String lastHash,
        Instant beganAt,
        Optional<Instant> closedAt,
        Optional<Instant> removedAt) {

    private static final RowMapper<Segment> MAPPER = (row, context) -> new Segment(
            row.getLong("number"),
            row.getLong("first_seq"),
            row.getLong("last_seq"),
            row.getString("last_hash"),
            Instant.ofEpochMilli(row.getLong("began_at")),
            Optional.of(row.getLong("closed_at")).filter(at -> at > 0).map(Instant::ofEpochMilli),
            Optional.of(row.getLong("removed_at")).filter(at -> at > 0).map(Instant::ofEpochMilli));

    private static final String WRITE = """
            INSERT INTO audit_segment (number, first_seq, last_seq, last_hash, began_at)
            VALUES (:number, :first, :last, :hash, :began)
            ON CONFLICT (number) DO UPDATE SET
              last_seq = excluded.last_seq, last_hash = excluded.last_hash, began_at = excluded.began_at
            """;

    /** All of them, the first one first. */
    static List<Segment> all(Handle tx) {
        return tx.createQuery("SELECT * FROM audit_segment ORDER BY number")
                .map(MAPPER)
                .list();
    }

    /** The last one; empty only where somebody emptied the table. */
    static Optional<Segment> last(Handle tx) {
        return tx.createQuery("SELECT * FROM audit_segment ORDER BY number DESC LIMIT 1")
                .map(MAPPER)
                .findOne();
    }

    boolean hasRows() {
        return lastSeq >= firstSeq;
    }

    /** The one that rows which are sealed at that time belong to: this one on its day, else the next one. */
    Segment at(Instant now) {
        return hasRows() && !day(beganAt).equals(day(now))
                ? new Segment(number + 1, lastSeq + 1, lastSeq, lastHash, now, Optional.empty(), Optional.empty())
                : hasRows()
                        ? this
                        : new Segment(number, firstSeq, lastSeq, lastHash, now, Optional.empty(), Optional.empty());
    }

    /** The same with one more row. */
    Segment with(AuditRow row) {
        return new Segment(number, firstSeq, row.seq(), row.hash(), beganAt, closedAt, removedAt);
    }

    /** Writes how far it goes. */
    void write(Handle tx) {
        tx.createUpdate(WRITE)
                .bind("number", number)
                .bind("first", firstSeq)
                .bind("last", lastSeq)
                .bind("hash", lastHash)
                .bind("began", beganAt.toEpochMilli())
                .execute();
    }

    /** Its end is written down: the next one begins. */
    void close(Handle tx, Instant now) {
        tx.createUpdate("UPDATE audit_segment SET closed_at = :now WHERE number = :number")
                .bind("now", now.toEpochMilli())
                .bind("number", number)
                .execute();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
