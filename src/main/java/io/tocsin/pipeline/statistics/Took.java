package io.tocsin.pipeline.statistics;

import java.util.Locale;

/** Whose durations statistics keep; each is a column of the table and a field of an answer. */
public enum Took {
    /** From a delivery's making, or the end of the quiet hours that it waited for, until it arrived. */
    DELIVERING("timeToDeliver"),
    /** From an incident's opening until somebody acknowledged it for the first time. */
    ACKNOWLEDGING("timeToAcknowledge"),
    /** From an incident's opening until it was over. */
    RESOLVING("timeToResolve");

    private final String field;

    Took(String field) {
        this.field = field;
    }

    /** The column. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of an answer. */
    String field() {
        return field;
    }
}
