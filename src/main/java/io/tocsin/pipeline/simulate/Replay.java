package io.tocsin.pipeline.simulate;

import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens, from wherever it is read. */
public interface Replay {

    /** The silences that there are, those that begin later included. */
    Silences silences();

    /** The windows that people made. */
    default PlannedWindows windows() {
        return PlannedWindows.of(List.of());
    }

    /** Goes through all that happens, in the order of time. */
    void each(Consumer<Happening> each);

    /** Up to when there is something to know; empty for as far as somebody asks. */
    Optional<Instant> end();
}
