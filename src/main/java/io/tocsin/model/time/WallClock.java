package io.tocsin.model.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * When a clock on the wall shows a time. Where clocks are put forward over it, it shows it at the moment at which they are put; where
 * they are put back, so that it shows it twice, what begins begins the first time, and what ends ends the second.
 */
public final class WallClock {

    private WallClock() {}

    /** When what begins at that time begins: the first time that the clock shows it, or a later one. */
    public static Instant begin(LocalDateTime local, ZoneId zone) {
        return at(local, zone, true);
    }

    /** When what ends at that time ends: the last time that the clock shows it. */
    public static Instant end(LocalDateTime local, ZoneId zone) {
        return at(local, zone, false);
    }

    /**
     * The latest time that the clock has shown: the clock itself, but while it shows an hour for the second time it stands at the end
     * of that hour. It never goes back, so that what changes hands as soon as the clock shows a time does so once, at {@link #begin}.
     */
    public static LocalDateTime latest(Instant at, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        boolean isSecond = offsets.size() > 1 && !rules.getOffset(at).equals(offsets.get(0));
        return isSecond ? rules.getTransition(local).getDateTimeBefore().minusNanos(1) : local;
    }

    private static Instant at(LocalDateTime local, ZoneId zone, boolean first) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            return gap.getInstant();
        }
        return local.toInstant(offsets.get(first ? 0 : offsets.size() - 1));
    }
}
