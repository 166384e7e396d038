package io.tocsin.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one run, a column for each system, and the hub's ratios beside its targets. */
final class Report {
    private static final String NONE = "-";

    private final List<String> systems = new ArrayList<>();
    private final Map<Measure, Map<String, Double>> figures = new EnumMap<>(Measure.class);

    /** Notes a figure; a later one of the same measure replaces it. */
    void set(String system, Measure measure, double value) {
        if (!systems.contains(system)) {
            systems.add(system);
        }
        figures.computeIfAbsent(measure, each -> new HashMap<>()).put(system, value);
    }

    /** Adds to a figure that counts over several loads. */
    void add(String system, Measure measure, double value) {
        set(system, measure, figure(measure, system) + value);
    }

    private double figure(Measure measure, String system) {
        return figures.getOrDefault(measure, Map.of()).getOrDefault(system, 0.0);
    }

    /** The table. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-42s", ""));
        systems.forEach(system -> table.append(String.format(Locale.ROOT, "%14s", system)));
        table.append(String.format(Locale.ROOT, "%12s%10s  %s%n", "hub/alertm.", "hub/bare", "target"));
        figures.forEach((measure, values) -> {
            table.append(String.format(Locale.ROOT, "%-42s", measure.line()));
            systems.forEach(system -> table.append(
                    String.format(Locale.ROOT, "%14s", values.containsKey(system) ? text(values.get(system)) : NONE)));
            table.append(String.format(
                    Locale.ROOT,
                    "%12s%10s  %s%n",
                    ratio(values, "alertmanager"),
                    ratio(values, "bare"),
                    measure.target()
                            .map(target -> target.of(value(values, "hub"), value(values, "alertmanager")))
                            .orElse("")));
        });
        return table.toString();
    }

    /** Whether nobody lost or doubled anything: else the other figures are worth nothing. */
    boolean nothingLostOrRepeated() {
        return systems.stream()
                .noneMatch(system -> figure(Measure.LOST, system) > 0 || figure(Measure.REPEATED, system) > 0);
    }

    private static OptionalDouble value(Map<String, Double> values, String system) {
        Double value = values.get(system);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static String ratio(Map<String, Double> values, String other) {
        Double hub = values.get("hub");
        Double peer = values.get(other);
        return hub == null || peer == null || peer == 0 ? NONE : String.format(Locale.ROOT, "%.2f", hub / peer);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }
}
