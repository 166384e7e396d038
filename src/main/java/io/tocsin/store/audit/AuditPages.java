package io.tocsin.store.audit;

import io.tocsin.store.sql.RowPage;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The audit for readers. All of it blocks. */
public final class AuditPages {

    /** Rows that are checked at a time. */
    private static final int CHECKED = 2_000;

    private static final String COLUMNS = "SELECT seq, hash, id, at, actor, action, target, detail FROM audit ";
    private static final String NEWEST = COLUMNS + "WHERE id < :after ORDER BY id DESC LIMIT :most";

    /** By the index of what people do: of what retention notes there are three rows for each event that it removed. */
    private static final String ACTS =
            COLUMNS + "WHERE actor <> '" + AuditEntry.OUTCOMES_BY + "' AND id < :after ORDER BY id DESC LIMIT :most";

    private static final String OF_TARGET =
            COLUMNS + "WHERE target = :target AND id < :after ORDER BY id DESC LIMIT :most";
    private static final String IN_ORDER = COLUMNS + "WHERE seq > :after ORDER BY seq LIMIT :most";
    private static final String UNSEALED = "SELECT count(*) AS many, min(at) AS oldest FROM audit WHERE seq IS NULL";

    /** Behind every id. */
    private static final String FIRST = "aud_zzzzzzzzzzzzzzzzzzzzzzzzzz";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Store store;
    private final Duration late;

    /** Where rows are sealed each second. */
    AuditPages(Store store) {
        this(store, Duration.ofSeconds(1));
    }

    /**
     * @param store where it is kept
     * @param looks how often rows are sealed; one that waits for some of those, and a minute at least, says that nobody seals
     */
    public AuditPages(Store store, Duration looks) {
        this.store = store;
        this.late = MINUTE.plus(looks.multipliedBy(3));
    }

    /**
     * Which entries.
     *
     * @param target the id of what it was done to; empty for anything
     * @param action what was done, or the first word of it: {@code silence} for {@code silence.add} and the like; empty for anything
     *     but what retention noted of who was notified ({@code outcome}), which is of a target, or is asked for
     * @param actor what the actor's name has in it, in any case; empty for anybody
     * @param since from when on
     */
    public record Filter(String target, String action, String actor, Instant since) {

        private String sql() {
            if (!target.isEmpty()) {
                return OF_TARGET;
            }
            boolean outcomes = action.equals("outcome")
                    || action.startsWith("outcome.")
                    || !actor.isEmpty() && AuditEntry.OUTCOMES_BY.contains(actor.toLowerCase(Locale.ROOT));
            return outcomes ? NEWEST : ACTS;
        }

        boolean takes(AuditRow row) {
            return (action.isEmpty()
                            || row.action().equals(action)
                            || row.action().startsWith(action + "."))
                    && row.actor().toLowerCase(Locale.ROOT).contains(actor.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The newest first.
     *
     * @param limit how many at most
     * @param after {@link RowPage#next} of the page before, or empty for the first
     */
    public RowPage<AuditRow> page(Filter filter, int limit, String after) {
        return store.read(tx -> {
            try (Stream<AuditRow> rows = RowPage.rows(
                    tx.createQuery(filter.sql())
                            .bind("target", filter.target)
                            .bind("after", after.isEmpty() ? FIRST : after),
                    AuditRow.MAPPER)) {
                return RowPage.of(
                        rows.takeWhile(row -> !row.time().isBefore(filter.since)), // ids are made in the order of time
                        limit,
                        AuditRow::id,
                        row -> Optional.of(row).filter(filter::takes));
            }
        });
    }

    /**
     * Sealed rows in the order of the chain.
     *
     * @param before the hash of the row before the first of them
     * @param rows the rows
     * @param isEnd whether none follows
     */
    public record Part(String before, List<AuditRow> rows, boolean isEnd) {}

    /**
     * The rows behind a place.
     *
     * @param after the place; 0 for all
     * @param limit how many at most
     */
    public Part part(long after, int limit) {
        return store.read(tx -> {
            List<AuditRow> rows = inOrder(tx, after, limit);
            return new Part(rows.isEmpty() ? "" : hashOf(tx, rows.get(0).seq() - 1), rows, rows.size() < limit);
        });
    }

    /** That of a row, or of the segment that ended with it. */
    private static String hashOf(Handle tx, long seq) {
        return seq == 0
                ? AuditRow.NOTHING
                : tx.createQuery(
                                "SELECT hash FROM audit WHERE seq = :seq"
                                        + " UNION SELECT last_hash FROM audit_segment WHERE last_seq = :seq AND first_seq <= last_seq")
                        .bind("seq", seq)
                        .mapTo(String.class)
                        .findFirst()
                        .orElse("");
    }

    /**
     * The state of the chain, or of a part of it.
     *
     * @param chain what was found in it
     * @param next where the next part goes on; empty where this is the last
     * @param segments how many segments are kept
     * @param removed the last segment whose rows were removed since they were old; empty where none was
     * @param unsealed how many rows have no place yet
     * @param oldestUnsealed when the first of those was written
     * @param isLate whether that one waits for longer than sealing takes: nobody seals
     */
    public record Verified(
            ChainCheck.Found chain,
            Optional<AuditHead> next,
            long segments,
            Optional<Segment> removed,
            long unsealed,
            Optional<Instant> oldestUnsealed,
            boolean isLate) {}

    /**
     * Goes through the whole chain at once.
     *
     * @param expected a row's hash that somebody noted; empty where nobody did
     */
    public Verified verify(Optional<AuditHead> expected) {
        return verify(expected, Optional.empty(), Integer.MAX_VALUE);
    }

    /**
     * Goes through a part of the chain. Whoever walks from part to part has looked at all of it, and keeps no reader of the store
     * for longer than a part takes; here one part is looked at after the other, whoever asks.
     *
     * @param expected a row's hash that somebody noted; empty where nobody did
     * @param after {@link Verified#next} of the part before; empty for the first
     * @param most how many rows, at least 1
     */
    public synchronized Verified verify(Optional<AuditHead> expected, Optional<AuditHead> after, int most) {
        return store.read(tx -> {
            List<Segment> segments = Segment.all(tx);
            Optional<Segment> removed = segments.stream()
                    .filter(segment -> segment.removedAt().isPresent())
                    .reduce((older, newer) -> newer);
            long gone = removed.map(Segment::lastSeq).orElse(0L);
            // What retention removed since the part before needs no look any more.
            Optional<AuditHead> behind = after.filter(row -> row.seq() > gone);
            ChainCheck check = behind.map(row -> ChainCheck.on(segments, row)).orElseGet(() -> ChainCheck.of(segments));
            behind.ifPresent(row -> at(tx, row.seq()).ifPresent(check::behind));
            removed.filter(segment -> behind.isEmpty())
                    .ifPresent(segment -> check.removed(segment, removals(tx, segment)));
            long from = behind.map(AuditHead::seq).orElse(gone);
            // One that is of an earlier part was compared there.
            expected.filter(head -> behind.isEmpty() || head.seq() > from).ifPresent(check::expecting);
            boolean isEnd = walk(tx, check, from, most);
            ChainCheck.Found found = isEnd ? check.end() : check.part();
            Instant since = store.now(tx).minus(late);
            return tx.createQuery(UNSEALED)
                    .map((row, context) -> new Verified(
                            found,
                            isEnd ? Optional.empty() : found.head(),
                            segments.stream()
                                    .filter(segment -> segment.removedAt().isEmpty())
                                    .count(),
                            removed,
                            row.getLong("many"),
                            row.getLong("many") == 0
                                    ? Optional.empty()
                                    : Optional.of(Instant.ofEpochMilli(row.getLong("oldest"))),
                            row.getLong("many") > 0 && row.getLong("oldest") < since.toEpochMilli()))
                    .one();
        });
    }

    /** Gives whether that was all. */
    private static boolean walk(Handle tx, ChainCheck check, long from, int most) {
        long after = from;
        int left = most;
        while (true) {
            int size = Math.min(CHECKED, left);
            List<AuditRow> rows = inOrder(tx, after, size);
            rows.forEach(check::next);
            if (rows.size() < size) {
                return true;
            }
            after = rows.get(rows.size() - 1).seq();
            left -= size;
            if (left == 0) {
                return inOrder(tx, after, 1).isEmpty();
            }
        }
    }

    private static Optional<Instant> at(Handle tx, long seq) {
        return tx.createQuery("SELECT at FROM audit WHERE seq = :seq")
                .bind("seq", seq)
                .mapTo(Long.class)
                .findFirst()
                .map(Instant::ofEpochMilli);
    }

    /** What is kept of what retention wrote of a segment. */
    private static List<AuditRow> removals(Handle tx, Segment segment) {
        return tx.createQuery(COLUMNS + "WHERE target = :target AND (seq IS NULL OR seq > :last)")
                .bind("target", AuditRetention.target(segment.number()))
                .bind("last", segment.lastSeq())
                .map(AuditRow.MAPPER)
                .list();
    }

    private static List<AuditRow> inOrder(Handle tx, long after, int limit) {
        return tx.createQuery(IN_ORDER)
                .bind("after", after)
                .bind("most", limit)
                .map(AuditRow.MAPPER)
                .list();
    }
}
