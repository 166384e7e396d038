package io.tocsin.model.schedule;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Turns that follow each other for ever, by a clock without a zone.
 *
 * @param turns whose turn it is, in order; at least one is somebody's, the others may be nobody's
 * @param starts when the first turn begins: the clock's time, and where turns are weeks the day, at which each begins
 * @param length of a turn by the clock, at least a minute and in whole minutes
 */
public record Rotation(List<List<String>> turns, LocalDateTime starts, Duration length) {

    /** @throws IllegalArgumentException if no turn is anybody's, or turns are shorter than a minute */
    public Rotation {
        turns = turns.stream().map(List::copyOf).toList();
        if (turns.stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("turns of nobody");
        }
        if (length.toMinutes() < 1 || !length.equals(Duration.ofMinutes(length.toMinutes()))) {
            throw new IllegalArgumentException("turns of " + length);
        }
    }

    /** Whose turn it is at a time by the clock; empty before the first, and an empty list in a turn of nobody's. */
    public Optional<List<String>> at(LocalDateTime local) {
        return local.isBefore(starts) ? Optional.empty() : Optional.of(turns.get((int) (number(local) % turns.size())));
    }

    /** When the next turn begins after a time by the clock; empty where it is always the same people's. */
    public Optional<LocalDateTime> nextAfter(LocalDateTime local) {
        if (local.isBefore(starts)) {
            return Optional.of(starts);
        }
        return turns.size() == 1 ? Optional.empty() : Optional.of(begin(number(local) + 1));
    }

    /** When a turn begins, counted from 0. */
    LocalDateTime begin(long number) {
        return starts.plusMinutes(number * length.toMinutes());
    }

    private long number(LocalDateTime local) {
        return Duration.between(starts, local).toMinutes() / length.toMinutes();
    }
}
