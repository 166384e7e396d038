package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The windows that people made and that are not over, asked which of them hides an alert. Immutable; changes are cheap ({@link Scoped}). */
public final class PlannedWindows {

    private final Scoped<PlannedWindow> all;

    private PlannedWindows(Scoped<PlannedWindow> all) {
        this.all = all;
    }

    /** All of these, indexed. */
    public static PlannedWindows of(Collection<PlannedWindow> windows) {
        return new PlannedWindows(Scoped.of(windows, PlannedWindow::id, PlannedWindow::scope));
    }

    /**
     * A window that hides an alert.
     *
     * @param window it
     * @param hold what it holds the alert by, and until when
     */
    public record Hiding(PlannedWindow window, Hold hold) {}

    /** The one that hides an alert at that time; of several the one that goes on for longest. */
    public Optional<Hiding> hiding(JsonNode alert, Instant now) {
        return longest(all.fitting(alert), now);
    }

    /** All that fit the alert, whenever they go on. */
    public List<PlannedWindow> fitting(JsonNode alert) {
        return all.fitting(alert).toList();
    }

    /** Of some that fit an alert the one that hides it for longest at that time. */
    public static Optional<Hiding> longest(Stream<PlannedWindow> fitting, Instant now) {
        return fitting.flatMap(window -> window.hold(now).map(hold -> new Hiding(window, hold)).stream())
                .max(Comparator.comparing((Hiding one) -> one.hold.until().orElseThrow())
                        .thenComparing(one -> one.window.id()));
    }

    /** The same with one more, or one that changed. */
    public PlannedWindows with(PlannedWindow window) {
        return new PlannedWindows(all.with(window));
    }

    /** The same without one. */
    public PlannedWindows without(String id) {
        return new PlannedWindows(all.without(id));
    }

    /** The same without those that are over at that time; this one where none is. */
    public PlannedWindows notOver(Instant now) {
        Scoped<PlannedWindow> left = all.only(window -> !window.isOver(now));
        return left == all ? this : new PlannedWindows(left);
    }

    /** How many are not over at that time. */
    public long count(Instant now) {
        return all.all().stream().filter(window -> !window.isOver(now)).count();
    }

    /** Whether so many changed that it is time for an index anew. */
    public boolean isScattered() {
        return all.isScattered();
    }

    /** The same, all of them indexed. */
    public PlannedWindows compacted() {
        return new PlannedWindows(all.compacted());
    }

    /** The one of that id, if it is one of them. */
    public Optional<PlannedWindow> find(String id) {
        return all.find(id);
    }

    /** How many there are. */
    public int size() {
        return all.all().size();
    }
}
