package io.tocsin.app.cli;

import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silences;
import io.tocsin.pipeline.simulate.Happening;
import io.tocsin.pipeline.simulate.Replay;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens, counted as it is gone through, so that somebody sees how far a simulation is and can end it. */
record WatchedReplay(Replay replay, LongWork work) implements Replay {

    @Override
    public Silences silences() {
        return replay.silences();
    }

    @Override
    public PlannedWindows windows() {
        return replay.windows();
    }

    @Override
    public void each(Consumer<Happening> each) {
        long[] count = new long[1];
        replay.each(happening -> {
            work.at(count[0] == 0 ? "no event yet" : count[0] + " events, up to " + happening.at());
            each.accept(happening);
            count[0]++;
        });
    }

    @Override
    public Optional<Instant> end() {
        return replay.end();
    }
}
