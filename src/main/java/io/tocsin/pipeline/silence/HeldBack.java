package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.Hold;
import io.tocsin.pipeline.incident.Holding;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What holds alerts back on this hub: silences. */
public final class HeldBack implements Holding {

    private final LiveSilences silences;

    /** @param silences those that are not over */
    public HeldBack(LiveSilences silences) {
        this.silences = silences;
    }

    @Override
    public boolean mayHold() {
        return silences.within().size() > 0;
    }

    @Override
    public Optional<Hold> of(Handle tx, String alertId, JsonNode alert, Instant now) {
        return silences.hiding(tx, alert, now).map(Hold::of);
    }
}
