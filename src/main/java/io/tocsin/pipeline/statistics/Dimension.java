package io.tocsin.pipeline.statistics;

import static io.tocsin.pipeline.statistics.Count.ACKNOWLEDGED;
import static io.tocsin.pipeline.statistics.Count.ALERTS;
import static io.tocsin.pipeline.statistics.Count.CHANGES;
import static io.tocsin.pipeline.statistics.Count.DEAD;
import static io.tocsin.pipeline.statistics.Count.DELIVERED;
import static io.tocsin.pipeline.statistics.Count.INCIDENTS;
import static io.tocsin.pipeline.statistics.Count.NIGHT_PAGES;
import static io.tocsin.pipeline.statistics.Count.NOTICES;
import static io.tocsin.pipeline.statistics.Count.RESOLVED;
import static io.tocsin.pipeline.statistics.Count.RETRIED;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** By what statistics are told apart: one at a time, so that an hour's rows are as many as there are names, and not their product. */
public enum Dimension {
    /** Not at all. */
    ALL(ALERTS, INCIDENTS, ACKNOWLEDGED, RESOLVED, NOTICES, DELIVERED, DEAD, RETRIED),
    /** The severity of the alert, or the highest of the incident. */
    SEVERITY(ALERTS, INCIDENTS, ACKNOWLEDGED, RESOLVED, NOTICES, DELIVERED, DEAD, RETRIED),
    /** Each rule that matched: what several match counts at each of them. */
    RULE(ALERTS, INCIDENTS, ACKNOWLEDGED, RESOLVED, NOTICES, DELIVERED, DEAD, RETRIED),
    /** The receiver; a notice counts at each that it was for. */
    RECEIVER(NOTICES, DELIVERED, DEAD, RETRIED),
    /** The hub's own name of the source. */
    SOURCE(ALERTS, INCIDENTS, ACKNOWLEDGED, RESOLVED, NOTICES, DELIVERED, DEAD, RETRIED),
    /** People who were paged at night. */
    PERSON(NIGHT_PAGES),
    /** The alerts that changed most. */
    ALERT(CHANGES);

    private final Set<Count> counts;

    Dimension(Count first, Count... more) {
        this.counts = Collections.unmodifiableSet(EnumSet.of(first, more));
    }

    /** The word in the store and in queries. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is counted by it. */
    Set<Count> counts() {
        return counts;
    }
}
