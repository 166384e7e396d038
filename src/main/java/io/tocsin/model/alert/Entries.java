package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Names and texts of an alert, its labels or annotations, bounded by what they weigh together. Where that is too much, the
 * names that rules, routes and messages in use speak of are kept first, then those that people commonly ask for, then the
 * shortest.
 *
 * @param word what they are called, in the mark of what was left out
 * @param value the longest text, in UTF-16 units
 * @param all the most of all names and texts together, in UTF-16 units
 */
record Entries(String word, int value, int all) {
    /** 32 Ki for all, 1,000 for each. */
    static final Entries LABELS = new Entries("labels", 1_000, 32_768);

    /** 64 Ki for all, 4,096 for each. */
    static final Entries ANNOTATIONS = new Entries("annotations", 4_096, 65_536);

    private static final int NAMED = 20;

    private static final Set<String> FIRST = Set.of(
            "alertname",
            "service",
            "severity",
            "priority",
            "team",
            "owner",
            "job",
            "instance",
            "host",
            "env",
            "environment",
            "cluster",
            "namespace",
            "pod",
            "container",
            "app",
            "application",
            "component",
            "account",
            "region",
            "zone",
            "project",
            "pipeline",
            "repository",
            "customer",
            "tenant",
            "tier",
            "impact",
            "root_cause",
            "resolution",
            "runbook",
            "dashboard",
            AlertReader.UNKNOWN_SEVERITY);

    /**
     * What could be kept, and the names of what could not.
     *
     * @param word as that of the entries
     * @param all what was read, before anything was left out
     */
    record Read(String word, Map<String, String> all, Map<String, String> kept, List<String> cut) {
        /** Says what was left out, where something was, under {@code labels_left_out} or {@code annotations_left_out}. */
        Read cutInto(Map<String, String> annotations) {
            if (!cut.isEmpty()) {
                String names = String.join(", ", cut.subList(0, Math.min(NAMED, cut.size())));
                String more = cut.size() > NAMED ? " and " + (cut.size() - NAMED) + " more" : "";
                annotations.put(word + "_left_out", cut.size() + " " + word + " are left out: " + names + more);
            }
            return this;
        }
    }

    /**
     * Blank ones are none; objects and arrays become compact JSON.
     *
     * @param named what is kept first; asked for only where something is left out
     */
    Read read(JsonNode object, Supplier<Set<String>> named) {
        Map<String, String> found = new LinkedHashMap<>();
        long weight = 0;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = Text.line(entry.getKey(), AlertReader.NAME);
            String text = AlertReader.text(object, entry.getKey())
                    .map(given -> Text.block(given, value))
                    .orElse("");
            if (!name.isEmpty() && !text.isEmpty() && found.putIfAbsent(name, text) == null) {
                weight += name.length() + text.length();
            }
        }
        return weight <= all ? new Read(word, found, found, List.of()) : cut(found, named.get());
    }

    private Read cut(Map<String, String> found, Set<String> named) {
        List<Map.Entry<String, String>> order = new ArrayList<>(found.entrySet());
        order.sort(Comparator.comparing((Map.Entry<String, String> entry) -> !named.contains(entry.getKey()))
                .thenComparing(entry -> !FIRST.contains(entry.getKey()))
                .thenComparing(
                        entry -> entry.getKey().length() + entry.getValue().length()));
        Map<String, String> kept = new LinkedHashMap<>();
        List<String> cut = new ArrayList<>();
        int left = all;
        for (Map.Entry<String, String> entry : order) {
            int weight = entry.getKey().length() + entry.getValue().length();
            if (weight <= left) {
                kept.put(entry.getKey(), entry.getValue());
                left -= weight;
            } else {
                cut.add(entry.getKey());
            }
        }
        return new Read(word, found, kept, cut);
    }
}
