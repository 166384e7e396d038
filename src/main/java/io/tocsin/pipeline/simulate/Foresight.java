package io.tocsin.pipeline.simulate;

import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through what happens, with the rules in use, others, or both. */
public final class Foresight {

    /** For so long after the last event it goes on where nobody says. */
    public static final Duration AFTER = Duration.ofHours(1);

    private final Mappings mappings;

    /** @param mappings what payloads mean */
    public Foresight(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Up to when it goes, given when the last event was. */
    @FunctionalInterface
    public interface End {
        /** @param last the time of the last event */
        Instant after(Instant last);

        /** That time, whatever happens; what happens later does not. */
        default Optional<Instant> fixed() {
            return Optional.empty();
        }

        /** At that time. */
        static End at(Instant time) {
            return new End() {
                @Override
                public Instant after(Instant last) {
                    return time;
                }

                @Override
                public Optional<Instant> fixed() {
                    return Optional.of(time);
                }
            };
        }

        /** So long after the last event. */
        static End later(Duration time) {
            return last -> last.plus(time);
        }
    }

    /** What rules make of it. */
    public Figures run(Rules rules, Replay replay, End end, Consumer<Line> lines) {
        Simulation simulation = new Simulation(mappings, rules, replay.silences(), replay.windows(), lines);
        play(replay, end, List.of(simulation), time -> {});
        return simulation.figures();
    }

    /** What other rules make of it otherwise. */
    public Differences compare(Rules before, Rules after, Replay replay, End end) {
        Differences differences = new Differences();
        play(
                replay,
                end,
                List.of(
                        new Simulation(mappings, before, replay.silences(), replay.windows(), differences::before),
                        new Simulation(mappings, after, replay.silences(), replay.windows(), differences::after)),
                differences::reached);
        return differences;
    }

    private static void play(Replay replay, End end, List<Simulation> simulations, Consumer<Instant> reached) {
        Instant[] last = new Instant[1];
        replay.each(event -> {
            if (end.fixed().filter(event.at()::isAfter).isEmpty()) {
                if (last[0] != null && event.at().isAfter(last[0])) {
                    Instant before = last[0];
                    simulations.forEach(simulation -> simulation.runTo(before));
                    reached.accept(before);
                }
                simulations.forEach(simulation -> simulation.happens(event));
                last[0] = event.at();
            }
        });
        if (last[0] != null) {
            simulations.forEach(simulation -> simulation.runTo(end.after(last[0])));
        }
    }
}
