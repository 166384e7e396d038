package io.tocsin.model.silence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * When a clock on the wall shows a time. Where clocks are put forward over it, it shows it at the moment at which they are put; where
 * they are put back, so that it shows it twice, what begins begins the first time, and what ends ends the second.
 */
final class WallClock {

    private WallClock() {}

    static Instant begin(LocalDateTime local, ZoneId zone) {
        return at(local, zone, true);
    }

    static Instant end(LocalDateTime local, ZoneId zone) {
        return at(local, zone, false);
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
