package io.tocsin.store.corridor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of one name, one for each combination of labels, kept once made: looking one up in the registry costs more than
 * counting. Labels must come from few values (names of sources, rules, receivers; words of ours), never from an event.
 */
public final class Counters {

    private final MeterRegistry meters;
    private final String name;
    private final String description;
    private final List<String> labels;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    /**
     * @param meters where they are registered
     * @param name such as {@code tocsin.alerts}
     * @param description one sentence
     * @param labels the names of the labels
     */
    public Counters(MeterRegistry meters, String name, String description, String... labels) {
        this.meters = meters;
        this.name = name;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** Counts one more. @param values one for each label, in their order */
    public void count(String... values) {
        add(1, values);
    }

    /** Counts so many more. @param values one for each label, in their order */
    public void add(long more, String... values) {
        counters.computeIfAbsent(List.of(values), this::counter).increment(more);
    }

    private Counter counter(List<String> values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(labels.get(i), values.get(i));
        }
        return Counter.builder(name).description(description).tags(tags).register(meters);
    }
}
