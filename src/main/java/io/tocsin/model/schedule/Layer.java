package io.tocsin.model.schedule;

import io.tocsin.files.Origin;
import io.tocsin.model.time.Hours;
import io.tocsin.model.time.WallClock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rotation of a schedule, perhaps at some hours only. It goes by a clock on the wall that never goes back ({@link WallClock#latest}):
 * shifts go from one time by the clock to another, however many hours lie between them in a night in which clocks are put.
 *
 * @param name unique in its schedule
 * @param zone where the clock hangs
 * @param rotation whose turn it is
 * @param hours when it has somebody; empty is always
 * @param ends when it is over by the clock; empty is never
 * @param origin where it is written
 */
public record Layer(
        String name, ZoneId zone, Rotation rotation, List<Hours> hours, Optional<LocalDateTime> ends, Origin origin) {

    public Layer {
        hours = List.copyOf(hours);
    }

    /** Whom it has at a time; empty for nobody. */
    public List<String> people(Instant at) {
        LocalDateTime local = WallClock.latest(at, zone);
        return isOn(local) ? rotation.at(local).orElse(List.of()) : List.of();
    }

    /** The first time after that one at which it may have somebody else, or nobody; empty where it never does. */
    public Optional<Instant> nextAfter(Instant at) {
        LocalDateTime local = WallClock.latest(at, zone);
        if (isOver(local)) {
            return Optional.empty();
        }
        return Stream.of(
                        rotation.nextAfter(local).stream(),
                        ends.stream(),
                        hours.stream().map(some -> some.nextChange(local)))
                .flatMap(changes -> changes)
                .min(LocalDateTime::compareTo)
                .map(change -> WallClock.begin(change, zone));
    }

    private boolean isOn(LocalDateTime local) {
        return !isOver(local) && (hours.isEmpty() || hours.stream().anyMatch(some -> some.coverAt(local)));
    }

    private boolean isOver(LocalDateTime local) {
        return ends.filter(end -> !local.isBefore(end)).isPresent();
    }
}
