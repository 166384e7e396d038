package io.tocsin.store.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes through the rows of a chain in the order of their places, and says where it is broken. It needs no store: what was exported is
 * checked alike.
 */
public final class ChainCheck {

    /** So many faults are told; the others are counted. */
    public static final int TOLD = 100;

    /** What is wrong with a chain. */
    public enum Kind {
        /** Rows are not there. */
        MISSING("missing"),
        /** A row does not fit its hash. */
        CHANGED("changed"),
        /** Rows at the end are not there. */
        CUT_OFF("cut-off"),
        /** There is a row where none can be. */
        STRANGE("strange"),
        /** A hash that was written down elsewhere is not that of the row. */
        OTHER_HASH("other-hash"),
        /** No fault: a hash that was written down elsewhere is of a row that is not kept, or not looked at. */
        OUTLIVED("outlived"),
        /** No fault: a row says that it is much older than the one before it. */
        OUT_OF_TIME("out-of-time");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word used in JSON. */
        public String word() {
            return word;
        }
    }

    /** Rows are sealed in about the order of their times: further apart they are after the clock was set back, or by hand. */
    static final Duration APART = Duration.ofHours(1);

    /**
     * Something that is wrong, or should be known.
     *
     * @param seq the place at which it is
     * @param kind what kind of fault it is
     * @param words what was found, and what it means
     */
    public record Fault(long seq, Kind kind, String words) {}

    /**
     * What was found.
     *
     * @param first the place of the first row; empty where there is none
     * @param head the last row; empty where there is none
     * @param rows how many there are
     * @param faults the first {@link #TOLD} of them
     * @param faultCount how many there are
     * @param notes what is no fault, and somebody should look at; {@link #TOLD} at most
     */
    public record Found(
            Optional<Long> first,
            Optional<AuditHead> head,
            long rows,
            List<Fault> faults,
            long faultCount,
            List<Fault> notes) {

        public Found {
            faults = List.copyOf(faults);
            notes = List.copyOf(notes);
        }

        /** Whether nothing is wrong. */
        public boolean isIntact() {
            return faultCount == 0;
        }

        /** As the API tells it. */
        public void write(ObjectNode answer) {
            answer.put("intact", isIntact()).put("rows", rows);
            first.ifPresent(place -> answer.put("first", place));
            head.ifPresent(last -> answer.put("head", last.toString()));
            faults.forEach(write(answer.putArray("faults")));
            answer.put("faultCount", faultCount);
            notes.forEach(write(answer.putArray("notes")));
        }

        private static Consumer<Fault> write(ArrayNode list) {
            return fault -> list.addObject()
                    .put("seq", fault.seq)
                    .put("kind", fault.kind.word)
                    .put("what", fault.words);
        }
    }

    private final Map<Long, String> noted = new HashMap<>();
    private final Map<Long, String> ends = new HashMap<>();
    private final long end;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> notes = new ArrayList<>();
    private Optional<Long> first = Optional.empty();
    private long count;
    private long rows;
    private long last;
    private String before;
    private long lastAt;
    private Optional<AuditHead> beyond = Optional.empty();
    private boolean isEmptied;

    private ChainCheck(long last, String before, long end) {
        this.last = last;
        this.before = before;
        this.end = end;
    }

    /**
     * Of a store.
     *
     * @param segments all of them, the first one first; a store has at least one, and one without was emptied
     */
    public static ChainCheck of(List<Segment> segments) {
        long keptFrom = segments.stream()
                .filter(segment -> segment.removedAt().isEmpty())
                .findFirst()
                .map(Segment::number)
                .orElse(Long.MAX_VALUE);
        Optional<Segment> gone =
                segments.stream().filter(segment -> segment.number() < keptFrom).reduce((older, newer) -> newer);
        ChainCheck check = new ChainCheck(
                gone.map(Segment::lastSeq).orElse(0L),
                gone.map(Segment::lastHash).orElse(AuditRow.NOTHING),
                end(segments));
        check.isEmptied = segments.isEmpty();
        check.bounds(segments, keptFrom);
        return check;
    }

    /** Of a part of a store: goes on behind a row that an earlier part ended with. */
    static ChainCheck on(List<Segment> segments, AuditHead behind) {
        ChainCheck check = new ChainCheck(behind.seq(), behind.hash(), end(segments));
        check.isEmptied = segments.isEmpty();
        for (Segment segment : segments) {
            if (segment.lastSeq() > behind.seq()) {
                check.noted.put(segment.lastSeq(), segment.lastHash());
            } else {
                check.ends.put(segment.lastSeq(), segment.lastHash());
            }
        }
        return check;
    }

    private static long end(List<Segment> segments) {
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).lastSeq();
    }

    /**
     * Of rows that somebody exported, from any place on: what is before the first one is taken as it says.
     *
     * @param before the hash of the row before the first
     * @param first the place of the first
     */
    public static ChainCheck from(long first, String before) {
        ChainCheck check = new ChainCheck(first - 1, before, Long.MAX_VALUE);
        if (first > 1) {
            check.ends.put(first - 1, before);
        }
        return check;
    }

    private void bounds(List<Segment> segments, long keptFrom) {
        long number = 0;
        long seq = 0;
        for (Segment segment : segments) {
            if (segment.number() != number + 1 || segment.firstSeq() != seq + 1) {
                fault(
                        segment.firstSeq(),
                        Kind.MISSING,
                        "segment " + segment.number() + " begins with row " + segment.firstSeq() + ", and segment "
                                + (number + 1) + " with row " + (seq + 1)
                                + " was expected: rows of audit_segment were removed or changed");
            }
            if (segment.removedAt().isPresent() && segment.number() > keptFrom) {
                fault(
                        segment.firstSeq(),
                        Kind.MISSING,
                        "segment " + segment.number()
                                + " is marked as removed for its age, but an older one is kept: retention removes the oldest first");
            }
            if (segment.removedAt().isPresent() && segment.closedAt().isEmpty()) {
                fault(
                        segment.firstSeq(),
                        Kind.MISSING,
                        "segment " + segment.number()
                                + " is marked as removed for its age, but it is not complete: retention never removes the last one");
            }
            if (segment.hasRows()) {
                (segment.number() >= keptFrom ? noted : ends).put(segment.lastSeq(), segment.lastHash());
            }
            number = segment.number();
            seq = segment.lastSeq();
        }
    }

    /**
     * Also checks that retention removed the last segment whose rows are gone: it wrote so, where it is kept for longer.
     *
     * @param written what it wrote of that segment, of what is kept
     */
    ChainCheck removed(Segment segment, List<AuditRow> written) {
        if (written.stream().noneMatch(row -> AuditRetention.wrote(row, segment))) {
            fault(
                    segment.firstSeq(),
                    Kind.MISSING,
                    rows(segment.firstSeq(), segment.lastSeq()) + " not there, and segment " + segment.number()
                            + " is marked as removed for its age, but retention wrote no such " + AuditRetention.ACTION
                            + ": removed by somebody else");
        }
        return this;
    }

    /** When the row was written behind which it goes on. */
    ChainCheck behind(Instant at) {
        lastAt = at.toEpochMilli();
        return this;
    }

    /** Also checks that a row has the hash that somebody noted elsewhere. */
    public ChainCheck expecting(AuditHead head) {
        if (head.seq() <= last && !ends.containsKey(head.seq())) {
            note(
                    head.seq(),
                    Kind.OUTLIVED,
                    "row " + head.seq()
                            + ", whose hash was noted, is not kept any more, or not in this file: nothing was compared with it. Note a later"
                            + " one, the first that is here is row " + (last + 1));
        } else if (head.seq() <= last) {
            if (!head.hash().equals(ends.get(head.seq()))) {
                fault(head.seq(), Kind.OTHER_HASH, other(head.seq(), ends.get(head.seq()), head.hash()));
            }
        } else if (head.seq() > end) {
            beyond = Optional.of(head);
        } else {
            String known = noted.putIfAbsent(head.seq(), head.hash());
            if (known != null && !known.equals(head.hash())) {
                fault(head.seq(), Kind.OTHER_HASH, other(head.seq(), known, head.hash()));
            }
        }
        return this;
    }

    private static String other(long seq, String found, String noted) {
        return "row " + seq + " has the hash " + found + ", and " + noted
                + " was noted: the chain was written anew at that row or before it";
    }

    /** The next row, of a higher place than the one before. */
    public void next(AuditRow row) {
        if (first.isEmpty()) {
            first = Optional.of(row.seq());
        }
        if (row.seq() > end) {
            fault(
                    row.seq(),
                    Kind.STRANGE,
                    "row " + row.seq() + " stands behind the end of the chain, which is row " + end
                            + ": the end was set back, or the row was not written by a hub");
        }
        if (row.seq() > last + 1) {
            fault(last + 1, Kind.MISSING, rows(last + 1, row.seq() - 1) + " not there: removed, by no retention");
        } else if (!row.hashAfter(before).equals(row.hash())) {
            fault(
                    row.seq(),
                    Kind.CHANGED,
                    "row " + row.seq() + " (" + row.id() + ", " + row.action()
                            + ") does not fit its hash: it was changed, or put in another's place, or the row before it was");
        }
        String hash = noted.remove(row.seq());
        if (hash != null && !hash.equals(row.hash())) {
            fault(row.seq(), Kind.OTHER_HASH, other(row.seq(), row.hash(), hash));
        }
        if (row.at() < lastAt - APART.toMillis()) {
            note(
                    row.seq(),
                    Kind.OUT_OF_TIME,
                    "row " + row.seq() + " (" + row.id() + ", " + row.action() + ") says that it was written "
                            + row.time()
                            + ", long before the row before it, which was " + Instant.ofEpochMilli(lastAt)
                            + ": it was put in by hand, or the clock was set back");
        }
        lastAt = row.at();
        rows++;
        last = row.seq();
        before = row.hash();
    }

    private static String rows(long from, long to) {
        return from == to ? "row " + from + " is" : "rows " + from + " to " + to + " are";
    }

    /** What was found so far, where more rows follow. */
    Found part() {
        return found();
    }

    /** What was found, after the last row. */
    public Found end() {
        if (isEmptied) {
            fault(
                    1,
                    Kind.CUT_OFF,
                    "audit_segment, which says where the chain ends, has no row: it was emptied, and nothing is sealed from then"
                            + " on; docs/audit.md says what to do");
        }
        beyond.ifPresent(head -> fault(
                head.seq(),
                Kind.CUT_OFF,
                "row " + head.seq() + ", whose hash was noted, is not there: the chain ends with row " + end
                        + ", so rows at its end were removed"));
        if (end != Long.MAX_VALUE && last < end) {
            fault(last + 1, Kind.CUT_OFF, rows(last + 1, end) + " not there, which are the last of the chain: removed");
        } else if (end == Long.MAX_VALUE) {
            noted.forEach((seq, hash) -> fault(
                    seq,
                    Kind.CUT_OFF,
                    "row " + seq + ", whose hash was noted, is not there: these rows end with row " + last));
        }
        return found();
    }

    private Found found() {
        return new Found(
                first,
                last == 0 ? Optional.empty() : Optional.of(new AuditHead(last, before)),
                rows,
                faults,
                count,
                notes);
    }

    private void note(long seq, Kind kind, String words) {
        if (notes.size() < TOLD) {
            notes.add(new Fault(seq, kind, words));
        }
    }

    private void fault(long seq, Kind kind, String words) {
        count++;
        if (faults.size() < TOLD) {
            faults.add(new Fault(seq, kind, words));
        }
    }
}
