package io.tocsin.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.event.Event;
import io.tocsin.ledger.EventStaging;
import io.tocsin.mapping.MapResult;
import io.tocsin.mapping.Mappings;
import io.tocsin.mapping.Payload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decide route's {@code mapping} step: turns the payload in the body into the list of its alerts. What no mapping
 * takes, or what fails, is staged as a dead letter with the reason, and the list is empty.
 */
public final class MapEvent implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(MapEvent.class);
    private static final Duration QUIET_AFTER_WARNING = Duration.ofMinutes(1);

    private final AtomicLong warnedAt = new AtomicLong();
    private final Supplier<Mappings> mappings;
    private final ObjectMapper json;

    /**
     * @param mappings the mappings as they are now
     * @param json reads payloads
     */
    public MapEvent(Supplier<Mappings> mappings, ObjectMapper json) {
        this.mappings = mappings;
        this.json = json;
    }

    @Override
    public void process(Exchange exchange) {
        EventStaging staging = EventStaging.of(exchange);
        MapResult result = map(staging);
        if (result instanceof MapResult.Mapped mapped) {
            staging.mappedBy(mapped.mapping());
            exchange.getMessage().setBody(new Redone(staging.event().redo()).stage(mapped, staging));
            return;
        }
        if (result instanceof MapResult.Failed failed) {
            staging.mappedBy(failed.mapping());
            staging.giveUp("mapping " + failed.mapping() + " failed: " + failed.reason());
        } else if (result instanceof MapResult.Unmapped unmapped) {
            staging.giveUp(unmapped.reason());
        }
        exchange.getMessage().setBody(List.of());
    }

    /** What an Alertmanager cut from a batch reaches nobody: its mapping tells of it, and the log says so in any case. */
    private void warnOfWhatWasLeftOut(String source, JsonNode leftOut) {
        long now = System.nanoTime();
        long last = warnedAt.get();
        boolean due = last == 0 || now - last > QUIET_AFTER_WARNING.toNanos();
        if (leftOut.isNumber() && leftOut.asLong() > 0 && due && warnedAt.compareAndSet(last, now)) {
            LOG.warn(
                    "A batch of source {} is cut: its sender left out {} alerts, and nobody hears of them. Raise max_alerts"
                            + " there. (Said at most once a minute.)",
                    source,
                    leftOut.asLong());
        }
    }

    private MapResult map(EventStaging staging) {
        JsonNode payload;
        try {
            payload = json.readTree(staging.event().body());
        } catch (JsonProcessingException e) {
            return new MapResult.Unmapped("the payload is not JSON: " + e.getOriginalMessage());
        }
        Event event = staging.event();
        warnOfWhatWasLeftOut(event.source(), payload.path("truncatedAlerts"));
        return mappings.get()
                .map(new Payload(
                        payload,
                        event.source(),
                        event.identity(),
                        event.headers(),
                        event.receivedAt(),
                        event.body().length()));
    }
}
