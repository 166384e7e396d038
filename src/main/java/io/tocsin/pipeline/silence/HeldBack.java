package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Silence;
import io.tocsin.pipeline.incident.Holding;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What holds alerts back on this hub: silences, maintenance windows, and alerts that keep others quiet. */
public final class HeldBack implements Holding {

    private final LiveSilences silences;
    private final Supplier<FileHolds> files;
    private final Inhibitors inhibitors;

    /**
     * @param silences those that are not over
     * @param files windows and inhibitions, as rules files say now
     */
    public HeldBack(LiveSilences silences, Supplier<FileHolds> files) {
        this.silences = silences;
        this.files = files;
        this.inhibitors = new Inhibitors(files, silences.forShare());
    }

    @Override
    public Holding beside() {
        Inhibitors reading = new Inhibitors(files, "");
        return new Holding() {
            @Override
            public boolean mayHold() {
                return silences.committed().size() > 0 || !files.get().isEmpty();
            }

            @Override
            public Optional<Hold> of(Handle snapshot, String alertId, JsonNode alert, Instant now) {
                return longest(silences.committed().hiding(alert, now), reading, snapshot, alertId, alert, now);
            }
        };
    }

    @Override
    public boolean mayHold() {
        return silences.within().size() > 0 || !files.get().isEmpty();
    }

    @Override
    public void seen(Handle tx, String alertId, JsonNode alert, boolean fires, Instant now) {
        inhibitors.see(tx, alertId, alert, fires, now);
    }

    @Override
    public Optional<Hold> of(Handle tx, String alertId, JsonNode alert, Instant now) {
        return longest(silences.hiding(tx, alert, now), inhibitors, tx, alertId, alert, now);
    }

    private Optional<Hold> longest(
            Optional<Silence> silence, Inhibitors sources, Handle tx, String alertId, JsonNode alert, Instant now) {
        Optional<Hold> window = files.get().window(alert, now);
        return longer(silence.map(Hold::of), window).or(() -> sources.hold(tx, alertId, alert));
    }

    private static Optional<Hold> longer(Optional<Hold> one, Optional<Hold> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().until().orElseThrow().isBefore(other.get().until().orElseThrow()) ? other : one;
    }
}
