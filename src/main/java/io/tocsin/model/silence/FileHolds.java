package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.PatternIndex;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What rules files say of holding back: maintenance windows and inhibitions, indexed. Immutable. */
public final class FileHolds {

    /** Nothing. */
    public static final FileHolds NONE = new FileHolds(List.of(), List.of());

    private final List<Window> windows;
    private final List<Inhibition> inhibitions;
    private final Map<String, String> places;
    private final PatternIndex<Window> byWhen;
    private final ScopeIndex<Inhibition> bySource;
    private final ScopeIndex<Inhibition> byTarget;

    /**
     * @param windows in the order of the files
     * @param inhibitions likewise
     */
    public FileHolds(List<Window> windows, List<Inhibition> inhibitions) {
        this(windows, inhibitions, Map.of());
    }

    /**
     * The same with where windows are written.
     *
     * @param places file and line, by the window's name
     */
    public FileHolds(List<Window> windows, List<Inhibition> inhibitions, Map<String, String> places) {
        this.places = Map.copyOf(places);
        this.windows = List.copyOf(windows);
        this.inhibitions = List.copyOf(inhibitions);
        this.byWhen = new PatternIndex<>(by(windows, Window::when));
        this.bySource = new ScopeIndex<>(by(inhibitions, Inhibition::source));
        this.byTarget = new ScopeIndex<>(by(inhibitions, Inhibition::target));
    }

    private static <T, C> Map<T, C> by(List<T> all, Function<T, C> condition) {
        Map<T, C> conditions = new LinkedHashMap<>();
        all.forEach(one -> conditions.put(one, condition.apply(one)));
        return conditions;
    }

    /** Whether they hold nothing, ever. */
    public boolean isEmpty() {
        return windows.isEmpty() && inhibitions.isEmpty();
    }

    /** All windows. */
    public List<Window> windows() {
        return windows;
    }

    /** Where windows are written: file and line, by their names. */
    public Map<String, String> places() {
        return places;
    }

    /** All inhibitions. */
    public List<Inhibition> inhibitions() {
        return inhibitions;
    }

    /** The window that hides an alert at that time; of several the one that goes on for longest. */
    public Optional<Hold> window(JsonNode alert, Instant now) {
        return longest(fitting(alert), now);
    }

    /** The windows that fit the alert, whenever they go on. */
    public List<Window> fitting(JsonNode alert) {
        return windows.isEmpty() ? List.of() : byWhen.match(alert);
    }

    /** Of some that fit an alert the one that hides it for longest at that time. */
    public static Optional<Hold> longest(List<Window> fitting, Instant now) {
        return fitting.stream()
                .flatMap(window -> window.hold(now).stream())
                .max(Comparator.comparing(hold -> hold.until().orElseThrow()));
    }

    /** The names of all windows that hide an alert at that time. */
    public List<String> windows(JsonNode alert, Instant now) {
        return fitting(alert).stream()
                .filter(window -> window.hold(now).isPresent())
                .map(Window::name)
                .toList();
    }

    /** Those whose source the alert is. */
    public List<Inhibition> sources(JsonNode alert) {
        return inhibitions.isEmpty() ? List.of() : bySource.match(alert);
    }

    /** Those whose target the alert is. */
    public List<Inhibition> targets(JsonNode alert) {
        return inhibitions.isEmpty() ? List.of() : byTarget.match(alert);
    }

    /** Two are the same if they say the same, wherever it is written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileHolds holds
                && windows.equals(holds.windows)
                && inhibitions.equals(holds.inhibitions);
    }

    @Override
    public int hashCode() {
        return 31 * windows.hashCode() + inhibitions.hashCode();
    }
}
