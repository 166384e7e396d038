package io.tocsin.pipeline.statistics;

import java.util.Locale;

/** What statistics count; each is a column of the table and a field of an answer. */
public enum Count {
    /** Alerts that events told to fire, each time they were told. */
    ALERTS,
    /** Incidents that were opened. */
    INCIDENTS,
    /** Incidents that somebody acknowledged for the first time. */
    ACKNOWLEDGED,
    /** Incidents that were over. */
    RESOLVED,
    /** Notices that were made. */
    NOTICES,
    /** Deliveries that arrived. */
    DELIVERED,
    /** Deliveries that were given up. */
    DEAD,
    /** Tries of a delivery after its first. */
    RETRIED,
    /** Deliveries to a person at night, other than by mail. */
    NIGHT_PAGES,
    /** How often an alert was over, or fired again. */
    CHANGES;

    /** The column. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of an answer. */
    String field() {
        return this == NIGHT_PAGES ? "nightPages" : column();
    }
}
