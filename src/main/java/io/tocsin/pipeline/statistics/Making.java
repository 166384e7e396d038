package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.List;

/** The making of one hour: its rows are read a page at a time, each page in a snapshot of its own beside the writer. */
final class Making {

    /** Rows of a page. */
    private static final int PAGE = 500;

    private final HourRange hour;
    private final Instant begunAt;
    private final Tally tally;
    private final List<HourPart> parts;
    private int part;
    private String after = "";
    private long rows;

    /**
     * @param begunAt the time: what happens from now on it may not have
     * @param nights whether it is counted who is paged at night
     */
    Making(HourRange hour, Instant begunAt, boolean nights, ObjectMapper json) {
        this.hour = hour;
        this.begunAt = begunAt;
        this.tally = new Tally(nights);
        this.parts = List.of(
                new EventPart(json),
                new OpenedPart(json),
                new AcknowledgedPart(json),
                new ResolvedPart(json),
                new NoticePart(json),
                new DeliveredPart(json, false),
                new DeliveredPart(json, true),
                new DeadPart(),
                new RetriedPart(json));
    }

    /** Reads one page. @return how many rows it had */
    int step(Store store) {
        HourPart.Page page = store.read(tx -> parts.get(part).read(tx, hour, after, PAGE, tally));
        after = page.next().orElse("");
        if (page.next().isEmpty()) {
            part++;
        }
        rows += page.rows();
        return page.rows();
    }

    boolean isDone() {
        return part == parts.size();
    }

    /** How many rows were read. */
    long rows() {
        return rows;
    }

    /** What came of it. */
    MadeHour made() {
        return new MadeHour(hour.from(), begunAt, tally.undecidedEvents(), tally.rows());
    }

    /** Which hour it is. */
    Instant hour() {
        return hour.from();
    }
}
