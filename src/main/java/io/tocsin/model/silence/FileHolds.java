package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
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
    private final PatternIndex<Window> byWhen;
    private final PatternIndex<Inhibition> bySource;
    private final PatternIndex<Inhibition> byTarget;

    /**
     * @param windows in the order of the files
     * @param inhibitions likewise
     */
    public FileHolds(List<Window> windows, List<Inhibition> inhibitions) {
        this.windows = List.copyOf(windows);
        this.inhibitions = List.copyOf(inhibitions);
        this.byWhen = index(windows, Window::when);
        this.bySource = index(inhibitions, Inhibition::source);
        this.byTarget = index(inhibitions, Inhibition::target);
    }

    private static <T> PatternIndex<T> index(List<T> all, Function<T, EventPattern> pattern) {
        Map<T, EventPattern> patterns = new LinkedHashMap<>();
        all.forEach(one -> patterns.put(one, pattern.apply(one)));
        return new PatternIndex<>(patterns);
    }

    /** Whether they hold nothing, ever. */
    public boolean isEmpty() {
        return windows.isEmpty() && inhibitions.isEmpty();
    }

    /** All windows. */
    public List<Window> windows() {
        return windows;
    }

    /** All inhibitions. */
    public List<Inhibition> inhibitions() {
        return inhibitions;
    }

    /** The window that hides an alert at that time; of several the one that goes on for longest. */
    public Optional<Hold> window(JsonNode alert, Instant now) {
        return windows.isEmpty()
                ? Optional.empty()
                : byWhen.match(alert).stream()
                        .flatMap(window -> window.hold(now).stream())
                        .max(Comparator.comparing(hold -> hold.until().orElseThrow()));
    }

    /** Those whose source the alert is. */
    public List<Inhibition> sources(JsonNode alert) {
        return inhibitions.isEmpty() ? List.of() : bySource.match(alert);
    }

    /** Those whose target the alert is. */
    public List<Inhibition> targets(JsonNode alert) {
        return inhibitions.isEmpty() ? List.of() : byTarget.match(alert);
    }

    /** Two are the same if they say the same. */
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
