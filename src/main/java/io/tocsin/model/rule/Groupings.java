package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All groupings, in the order of the files: the first that fits an alert takes it. Immutable and safe for use by many threads. */
public final class Groupings {

    /** None: each fingerprint stands alone. */
    public static final Groupings NONE = new Groupings(List.of());

    private final List<Grouping> all;
    private final PatternIndex<Grouping> index;
    private final Optional<Grouping> otherwise;

    /** @param all in the order in which they are asked */
    public Groupings(List<Grouping> all) {
        this.all = List.copyOf(all);
        Map<Grouping, EventPattern> patterns = new LinkedHashMap<>();
        for (Grouping grouping : all) {
            if (grouping.when().isEmpty()) {
                break; // it takes what comes so far, so that those after it are never asked
            }
            patterns.put(grouping, grouping.when().get());
        }
        this.index = new PatternIndex<>(patterns);
        this.otherwise = all.stream().filter(each -> each.when().isEmpty()).findFirst();
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
        return index.match(alert).stream().findFirst().or(() -> otherwise);
    }
}
