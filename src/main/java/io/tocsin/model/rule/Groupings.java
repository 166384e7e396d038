package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** All groupings, in the order of the files: the first that fits an alert takes it. Immutable and safe for use by many threads. */
public final class Groupings {

    /** None: each fingerprint stands alone. */
    public static final Groupings NONE = new Groupings(List.of());

    private final List<Grouping> all;
    private final RuleIndex index;
    private final Optional<Grouping> otherwise;

    /** @param all in the order in which they are asked */
    public Groupings(List<Grouping> all) {
        this.all = List.copyOf(all);
        // One that takes every alert takes what comes so far, so that those after it are never asked.
        this.index = new RuleIndex(all.stream()
                .takeWhile(grouping -> !grouping.takesAll())
                .map(grouping -> new RuleIndex.Condition(grouping.when().orElse(Rule.EVERY), grouping.matchers()))
                .toList());
        this.otherwise = all.stream().filter(Grouping::takesAll).findFirst();
    }

    /** In the order in which they are asked. */
    public List<Grouping> all() {
        return all;
    }

    /**
     * The one that takes an alert; empty where it stands alone.
     *
     * @param alert as {@link io.tocsin.model.alert.AlertJson} writes it
     */
    public Optional<Grouping> of(JsonNode alert) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return index.match(alert).stream().findFirst().map(all::get).or(() -> otherwise);
    }
}
