package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silences;
import io.tocsin.pipeline.silence.LiveSilences;
import io.tocsin.pipeline.silence.LiveWindows;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What came in, from a store that is only read: in pages, each a short read of its own, so that a hub that runs on it is in nobody's
 * way. Ends that the hub itself said of silent alerts are left out: a simulation says its own.
 */
public final class EventHistory {

    private static final int PAGE = 500;

    /** Ids are made a moment before or after the time that is kept with them. */
    private static final Duration NEAR = Duration.ofMinutes(10);

    private static final String EVENTS = """
            SELECT id, source, identity, body, attributes, received_at FROM event
            WHERE id > :after AND received_at >= :since AND source <> :hub ORDER BY id LIMIT :page
            """;

    private final Handle store;
    private final ObjectMapper json = new ObjectMapper();
    private Optional<Instant> first = Optional.empty();

    /** @param store only read; each statement is a transaction of its own */
    public EventHistory(Handle store) {
        this.store = store;
    }

    /** The silences that were not over at that time, as they are now: what was ended early counts as ending then. */
    public Silences silences(Instant since) {
        return LiveSilences.since(store, json, since);
    }

    /** The windows that people made and that were not over at that time. */
    public PlannedWindows windows(Instant since) {
        return LiveWindows.since(store, json, since);
    }

    /** When the first event came that was read. */
    public Optional<Instant> first() {
        return first;
    }

    /**
     * Goes through what came since, in the order in which it came.
     *
     * @param until what came then or later is left out
     */
    public void each(Instant since, Instant until, Consumer<Happening.Event> each) {
        String after = Id.EVENT.before(since.minus(NEAR));
        Instant latest = Instant.MIN;
        while (true) {
            List<Row> page = page(after, since);
            for (Row row : page) {
                Instant at = row.at.isAfter(latest) ? row.at : latest; // the clock may have been set back
                if (!at.isBefore(until)) {
                    return;
                }
                latest = at;
                if (first.isEmpty()) {
                    first = Optional.of(at);
                }
                each.accept(event(row, at));
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.get(PAGE - 1).id;
        }
    }

    private record Row(String id, String source, String identity, String body, String attributes, Instant at) {}

    private List<Row> page(String after, Instant since) {
        return store.createQuery(EVENTS)
                .bind("after", after)
                .bind("since", since.toEpochMilli())
                .bind("hub", Event.HUB)
                .bind("page", PAGE)
                .map((row, context) -> new Row(
                        row.getString("id"),
                        row.getString("source"),
                        row.getString("identity"),
                        row.getString("body"),
                        row.getString("attributes"),
                        Instant.ofEpochMilli(row.getLong("received_at"))))
                .list();
    }

    private Happening.Event event(Row row, Instant at) {
        Map<String, String> attributes = new HashMap<>();
        read(row.attributes)
                .fields()
                .forEachRemaining(
                        field -> attributes.put(field.getKey(), field.getValue().asText()));
        return new Happening.Event(
                at, row.source, row.identity, KeptHeaders.of(attributes), read(row.body), row.body.length());
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return json.missingNode(); // a hub has no mapping for it, either
        }
    }
}
