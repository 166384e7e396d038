package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Pages of events, alerts, incidents and deliveries. */
public final class Lists {

    /** Rows that are looked at for one page. */
    public static final int MOST_ROWS = 5_000;

    /** A step for each source, not for each event. */
    static final String EACH_SOURCE = """
            s(name) AS (
              SELECT MIN(source) FROM event
              UNION ALL SELECT (SELECT MIN(e.source) FROM event e WHERE e.source > s.name) FROM s WHERE s.name IS NOT NULL)
            """;

    private static final String SOURCES =
            "WITH RECURSIVE " + EACH_SOURCE + "SELECT name FROM s WHERE name IS NOT NULL LIMIT 1000";

    /** Ids begin with the time at which they were made, by a clock that may differ from the store's. */
    static final Duration BESIDE = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** What can be listed. */
    public enum Kind {
        EVENTS(Field.SOURCE, Field.STATE, Field.SEVERITY, Field.RECEIVER, Field.RULE, Field.EXTERNAL_ID),
        ALERTS(Field.SOURCE, Field.STATE, Field.SEVERITY, Field.RECEIVER, Field.RULE),
        INCIDENTS(Field.SOURCE, Field.STATE, Field.SEVERITY, Field.RECEIVER, Field.RULE),
        DELIVERIES(Field.STATE, Field.RECEIVER, Field.INCIDENT, Field.FAILURE_CLASS);

        private final Set<Field> fields;

        Kind(Field first, Field... more) {
            this.fields = Collections.unmodifiableSet(EnumSet.of(first, more));
        }

        /** What a filter can ask of it. */
        public Set<Field> fields() {
            return fields;
        }

        /** Whether it is about alerts: whose titles and labels can be asked for. */
        public boolean isOfAlerts() {
            return this != DELIVERIES;
        }

        /** The name in a path, and of the list in an answer. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Store store;
    private final ObjectMapper json;
    private final Scan scan;

    /**
     * @param store where everything is
     * @param json reads what the store keeps as JSON
     */
    public Lists(Store store, ObjectMapper json) {
        this(store, json, new Scan(MOST_ROWS, LONGEST, System::nanoTime));
    }

    Lists(Store store, ObjectMapper json, Scan scan) {
        this.store = store;
        this.json = json;
        this.scan = scan;
    }

    /** Whether a text can be where a page of this list begins. */
    public boolean isCursor(Kind kind, String text) {
        return text.isEmpty() || list(kind).isCursor(text);
    }

    /**
     * One page, the newest first: events by when they came, alerts by when they were last seen, incidents by when they
     * opened, deliveries by when they were made. Blocks.
     *
     * @param limit how many entries at most, from 1 up
     * @param after {@link ListPage#next} of the page before, or empty for the first
     */
    public ListPage page(Kind kind, ListFilter filter, int limit, String after) {
        return store.read(tx -> scan.page(tx, list(kind), filter, limit, after));
    }

    /** Whether any event came from this source. Blocks. */
    public boolean hasEventsOf(String source) {
        return store.read(tx -> tx.createQuery("SELECT 1 FROM event WHERE source = :source LIMIT 1")
                .bind("source", source)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** The sources that any event came from, at most 1,000. Blocks. */
    public List<String> sources() {
        return store.read(tx -> tx.createQuery(SOURCES).mapTo(String.class).list());
    }

    private Listed list(Kind kind) {
        return switch (kind) {
            case EVENTS -> new EventList(json);
            case ALERTS -> new AlertList(json);
            case INCIDENTS -> new IncidentList(json);
            case DELIVERIES -> new DeliveryList(json);
        };
    }
}
