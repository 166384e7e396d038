package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Role;
import io.tocsin.pipeline.statistics.Dimension;
import io.tocsin.pipeline.statistics.SeriesOrder;
import io.tocsin.pipeline.statistics.Statistics;
import io.tocsin.pipeline.statistics.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** {@code /v1/statistics}: what happened over time, and what wears people out. */
public final class StatisticsEndpoint {

    private static final Duration BY_DEFAULT = Duration.ofDays(7);
    private static final Duration IN_HOURS = Duration.ofDays(2);
    private static final int NAMES = 20;
    private static final int MOST_NAMES = 100;

    /** So many steps of all names together: some megabytes of an answer. */
    private static final int MOST_STEPS = 20_000;

    private static final Map<String, Dimension> BY = Map.of(
            Dimension.RULE.word(), Dimension.RULE,
            Dimension.RECEIVER.word(), Dimension.RECEIVER,
            Dimension.SEVERITY.word(), Dimension.SEVERITY,
            Dimension.SOURCE.word(), Dimension.SOURCE);

    private static final Map<String, Step> STEPS =
            Map.of(Step.HOUR.word(), Step.HOUR, Step.DAY.word(), Step.DAY, Step.WEEK.word(), Step.WEEK);

    private final Statistics statistics;
    private final InstantSource clock;
    private final boolean nights;

    /**
     * @param statistics where they are
     * @param clock the hub's time
     * @param nights whether it is told who was paged at night
     */
    public StatisticsEndpoint(Statistics statistics, InstantSource clock, boolean nights) {
        this.statistics = statistics;
        this.clock = clock;
        this.nights = nights;
    }

    void bind(Operations operations) {
        operations.answer("showStatistics", viewer(this::series));
        operations.answer("showNoise", viewer(this::noise));
    }

    private Reply series(Request request) {
        Range range = range(request);
        Dimension by = request.query("by").isPresent() ? request.oneOf("by", "", BY) : Dimension.ALL;
        Step usual = range.length().compareTo(IN_HOURS) <= 0 ? Step.HOUR : Step.DAY;
        SeriesOrder order = new SeriesOrder(
                by,
                range.from,
                range.until,
                request.oneOf("step", usual.word(), STEPS),
                zone(request),
                by == Dimension.ALL ? 1 : Math.min(MOST_NAMES, request.limit(NAMES)));
        if (order.steps() * order.names() > MOST_STEPS) {
            throw RefusedException.badRequest(
                    "These are " + order.steps() + " steps of " + order.names() + " names; expected " + MOST_STEPS
                            + " in all at most. Ask for a longer step, a shorter time or a lower limit.");
        }
        return Reply.json(statistics.series(order));
    }

    private Reply noise(Request request) {
        Range range = range(request);
        ObjectNode noise = statistics.noise(range.from, range.until, nights && request.has(Role.ADMIN));
        return Reply.json(noise);
    }

    /** From when until when. */
    private record Range(Instant from, Instant until) {
        Duration length() {
            return Duration.between(from, until);
        }
    }

    private Range range(Request request) {
        Instant until = request.time("until").orElseGet(clock::instant);
        Instant from = request.time("from").orElseGet(() -> until.minus(BY_DEFAULT));
        Range range = new Range(from, until);
        if (!from.isBefore(until)) {
            throw RefusedException.badRequest(
                    "from is " + from + " and until is " + until + "; expected from before until.");
        }
        if (range.length().compareTo(SeriesOrder.LONGEST) > 0) {
            throw RefusedException.badRequest("from " + from + " until " + until + " are "
                    + range.length().toDays() + " days; expected at most " + SeriesOrder.LONGEST.toDays()
                    + ", for which statistics are kept.");
        }
        return range;
    }

    private static ZoneId zone(Request request) {
        String name = request.query("zone").orElse("UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw RefusedException.badRequest("zone is " + name + "; expected a time zone such as Europe/Berlin.");
        }
    }
}
