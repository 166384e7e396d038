package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Silence;
import io.tocsin.pipeline.incident.Holding;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What holds alerts back on this hub: silences, maintenance windows, and alerts that keep others quiet. */
public final class HeldBack implements Holding {

    /** How holds of windows are called. */
    private static final String WINDOW = "window ";

    private final LiveSilences silences;
    private final LiveWindows windows;
    private final Supplier<FileHolds> files;
    private final Inhibitors inhibitors;
    private final Inhibitors reading;

    /**
     * @param silences those that are not over
     * @param windows those that people made and that are not over
     * @param files windows and inhibitions, as rules files say now
     */
    public HeldBack(LiveSilences silences, LiveWindows windows, Supplier<FileHolds> files) {
        this.silences = silences;
        this.windows = windows;
        this.files = files;
        this.inhibitors = new Inhibitors(files, silences.forShare());
        this.reading = new Inhibitors(files, "");
    }

    @Override
    public Holding beside() {
        return new Holding() {
            @Override
            public boolean mayHold() {
                return silences.committed().size() > 0
                        || windows.committed().size() > 0
                        || !files.get().isEmpty();
            }

            @Override
            public Optional<Hold> of(Handle snapshot, String alertId, JsonNode alert, Instant now) {
                Optional<Hold> planned = windows.beside(alert, now);
                return longest(
                        silences.committed().hiding(alert, now), planned, reading, snapshot, alertId, alert, now);
            }
        };
    }

    @Override
    public boolean mayHold() {
        return silences.within().size() > 0
                || windows.within().size() > 0
                || !files.get().isEmpty();
    }

    @Override
    public void seen(Handle tx, String alertId, JsonNode alert, boolean fires, Instant now) {
        inhibitors.see(tx, alertId, alert, fires, now);
    }

    @Override
    public Optional<Hold> of(Handle tx, String alertId, JsonNode alert, Instant now) {
        Optional<Hold> planned = windows.hold(tx, alert, now);
        return longest(silences.hiding(tx, alert, now), planned, inhibitors, tx, alertId, alert, now);
    }

    /** Everything that holds back an alert that fires, for a reader beside the writer. */
    public Holders holders(Handle snapshot, String alertId, JsonNode alert, Instant now) {
        return new Holders(
                silences.committed().allHiding(alert, now),
                Stream.concat(
                                files.get().windows(alert, now).stream(),
                                windows.beside(alert, now).stream()
                                        .map(hold -> hold.by().substring(WINDOW.length())))
                        .toList(),
                reading.inhibitedBy(snapshot, alertId, alert));
    }

    private Optional<Hold> longest(
            Optional<Silence> silence,
            Optional<Hold> planned,
            Inhibitors sources,
            Handle tx,
            String alertId,
            JsonNode alert,
            Instant now) {
        return longest(silence, planned, files.get().window(alert, now), () -> sources.hold(tx, alertId, alert));
    }

    /** The silence or window that goes on for longest; without any, what keeps it quiet. */
    static Optional<Hold> longest(
            Optional<Silence> silence,
            Optional<Hold> planned,
            Optional<Hold> ofFile,
            Supplier<Optional<Hold>> inhibition) {
        Optional<Hold> window = longer(planned, ofFile);
        return longer(silence.map(Hold::of), window).or(inhibition);
    }

    private static Optional<Hold> longer(Optional<Hold> one, Optional<Hold> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().until().orElseThrow().isBefore(other.get().until().orElseThrow()) ? other : one;
    }
}
