package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.Optional;

/**
 * How many members fire, by severity; kept, so that an end needs no list.
 *
 * @param critical how many are critical, and so on
 */
public record Counts(int critical, int high, int medium, int low, int info) {

    /** Nothing fires. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    public Counts {
        if (critical < 0 || high < 0 || medium < 0 || low < 0 || info < 0) {
            throw new IllegalArgumentException("a count below zero");
        }
    }

    /** The same with so many more of a severity; fewer where the number is negative. */
    public Counts plus(Severity severity, int more) {
        return switch (severity) {
            case CRITICAL -> new Counts(critical + more, high, medium, low, info);
            case HIGH -> new Counts(critical, high + more, medium, low, info);
            case MEDIUM -> new Counts(critical, high, medium + more, low, info);
            case LOW -> new Counts(critical, high, medium, low + more, info);
            case INFO -> new Counts(critical, high, medium, low, info + more);
        };
    }

    /** How many there are of a severity. */
    public int of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> critical;
            case HIGH -> high;
            case MEDIUM -> medium;
            case LOW -> low;
            case INFO -> info;
        };
    }

    /** How many there are. */
    public int total() {
        return critical + high + medium + low + info;
    }

    /** The highest severity that there is; empty where nothing fires. */
    public Optional<Severity> worst() {
        for (Severity severity : Severity.values()) {
            if (of(severity) > 0) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
