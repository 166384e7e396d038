package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.model.silence.Window;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What holds alerts back, in memory: as {@link HeldBack} says it of the store's, of silences that do not change and with inhibiting
 * alerts that are remembered here. Not for several threads.
 */
public final class HoldsInMemory {

    private record Place(String inhibition, String key) {}

    /**
     * What could hold an alert back at some time.
     *
     * @param alert as it was said, the very same
     * @param silences that fit it
     * @param planned windows of people's that do
     * @param windows those of files
     * @param targeted what could keep it quiet
     */
    private record Fitting(
            JsonNode alert,
            List<Silence> silences,
            List<PlannedWindow> planned,
            List<Window> windows,
            Inhibitors.Targeted targeted) {

        /** Whether nothing ever does. */
        boolean isFree() {
            return silences.isEmpty()
                    && planned.isEmpty()
                    && windows.isEmpty()
                    && targeted.by().isEmpty();
        }
    }

    private final Silences silences;
    private final PlannedWindows windows;
    private final FileHolds files;
    private final Map<String, Fitting> fitting = new HashMap<>();
    private final Map<Place, Map<String, Long>> inhibitors = new HashMap<>();
    private final Map<String, Set<Inhibitors.Row>> byAlert = new HashMap<>();

    /**
     * @param silences all of them, those that have not begun included
     * @param windows all that people made
     * @param files windows and inhibitions
     */
    public HoldsInMemory(Silences silences, PlannedWindows windows, FileHolds files) {
        this.silences = silences;
        this.windows = windows;
        this.files = files;
    }

    /** Whether anything can be held back. */
    public boolean mayHold() {
        return silences.size() > 0 || windows.size() > 0 || !files.isEmpty();
    }

    /**
     * An alert was decided: it may keep others quiet, or stop doing so.
     *
     * @param fires whether it goes on
     * @return what holds nothing back any more by this alert, as {@link Hold#by} names it
     */
    public List<String> see(String alertId, JsonNode alert, boolean fires) {
        fitting.remove(alertId);
        if (files.inhibitions().isEmpty()) {
            return List.of();
        }
        Set<Inhibitors.Row> holds = fires ? Inhibitors.rows(files, alert) : Set.of();
        Set<Inhibitors.Row> held = holds.isEmpty() ? byAlert.remove(alertId) : byAlert.put(alertId, holds);
        List<Inhibitors.Row> gone = held == null
                ? List.of()
                : held.stream().filter(row -> !holds.contains(row)).toList();
        gone.forEach(row -> {
            Place place = new Place(row.inhibition(), row.key());
            Map<String, Long> others = inhibitors.get(place);
            others.remove(alertId);
            if (others.isEmpty()) {
                inhibitors.remove(place);
            }
        });
        holds.forEach(row -> inhibitors
                .computeIfAbsent(new Place(row.inhibition(), row.key()), place -> new HashMap<>())
                .put(alertId, row.both()));
        return gone.stream()
                .map(row -> Inhibition.holder(row.inhibition(), row.key()))
                .toList();
    }

    /** Nobody will ask any more of an alert that is over. */
    public void forget(String alertId) {
        fitting.remove(alertId);
    }

    /** What holds an alert back; of several silences and windows the one that does for longest. */
    public Optional<Hold> hold(String alertId, JsonNode alert, Instant now) {
        Fitting fits = fitting(alertId, alert);
        if (fits.isFree()) {
            return Optional.empty();
        }
        return HeldBack.longest(
                Silences.longest(fits.silences.stream(), now),
                PlannedWindows.longest(fits.planned.stream(), now).map(PlannedWindows.Hiding::hold),
                FileHolds.longest(fits.windows, now),
                () -> fits.targeted.hold(asked -> IntStream.range(0, asked.size())
                        .boxed()
                        .filter(place -> isHolding(alertId, asked.get(place)))
                        .findFirst()));
    }

    /** Each look asks for all that fires: what fits an alert stays so until something else is said of it. */
    private Fitting fitting(String alertId, JsonNode alert) {
        Fitting known = fitting.get(alertId);
        if (known == null || known.alert != alert) {
            known = new Fitting(
                    alert,
                    silences.fitting(alert),
                    windows.fitting(alert),
                    files.fitting(alert),
                    Inhibitors.Targeted.of(files, alert));
            fitting.put(alertId, known);
        }
        return known;
    }

    private boolean isHolding(String alertId, Inhibitors.Row one) {
        return inhibitors.getOrDefault(new Place(one.inhibition(), one.key()), Map.of()).entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(alertId) && other.getValue() <= one.both());
    }
}
