package io.tocsin.pipeline.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.event.Event;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.pattern.EventPatternLanguage;
import io.tocsin.model.time.Throttle;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.store.corridor.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
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

    private final Map<String, Throttle> warnings = new ConcurrentHashMap<>();
    private final Counters leftOut;
    private final Supplier<Mappings> mappings;
    private final Supplier<NamedFields> named;
    private final ObjectMapper json;

    /**
     * @param mappings the mappings as they are now
     * @param named the labels and annotations that rules and messages speak of now; what routes ask for by an event pattern
     *     comes to it
     * @param json reads payloads
     * @param meters where what senders left out is counted
     */
    public MapEvent(Supplier<Mappings> mappings, Supplier<NamedFields> named, ObjectMapper json, MeterRegistry meters) {
        this.mappings = mappings;
        this.named = named;
        this.json = json;
        this.leftOut = new Counters(
                meters, "tocsin.alerts.left.out", "Alerts that senders left out of their batches", "origin");
    }

    @Override
    public void process(Exchange exchange) {
        EventStaging staging = EventStaging.of(exchange);
        MapResult result = map(staging, () -> named.get().and(inRoutes(exchange.getContext())));
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

    /**
     * What an Alertmanager cut from a batch reaches nobody: its mapping makes an alert of that, and it is counted and logged
     * whatever the mapping does.
     */
    private void noteWhatWasLeftOut(String source, JsonNode truncatedAlerts) {
        if (!truncatedAlerts.isNumber() || truncatedAlerts.asLong() <= 0) {
            return;
        }
        long alerts = truncatedAlerts.asLong();
        leftOut.add(alerts, source);
        warnings.computeIfAbsent(source, any -> new Throttle(QUIET_AFTER_WARNING, System::nanoTime))
                .pass()
                .ifPresent(before -> LOG.warn(
                        "A batch of source {} is cut: its sender left out {} alerts, and nobody hears of them. Raise max_alerts"
                                + " there.{}",
                        source,
                        alerts,
                        before == 0 ? "" : " (" + before + " more such batches since the last such line.)"));
    }

    private static NamedFields inRoutes(CamelContext context) {
        return NamedFields.among(((EventPatternLanguage) context.resolveLanguage("event-pattern")).fields());
    }

    private MapResult map(EventStaging staging, Supplier<NamedFields> keptFirst) {
        JsonNode payload;
        try {
            payload = json.readTree(staging.event().body());
        } catch (JsonProcessingException e) {
            return new MapResult.Unmapped("the payload is not JSON: " + e.getOriginalMessage());
        }
        Event event = staging.event();
        noteWhatWasLeftOut(event.source(), payload.path("truncatedAlerts"));
        return mappings.get()
                .map(
                        new Payload(
                                payload,
                                event.source(),
                                event.identity(),
                                event.headers(),
                                event.receivedAt(),
                                event.body().length()),
                        keptFirst);
    }
}
