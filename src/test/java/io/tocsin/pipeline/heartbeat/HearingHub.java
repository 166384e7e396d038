package io.tocsin.pipeline.heartbeat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.decide.MapEvent;
import io.tocsin.pipeline.decide.MatchRules;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.pipeline.seen.SeenAlerts;
import io.tocsin.source.protocol.AlertmanagerApi;
import io.tocsin.source.protocol.Heard;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Id;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** What of a hub hears alerts again and again, decides them and ends them; its steps are the test's to take. */
final class HearingHub implements AutoCloseable {

    private static final Mappings MAPPINGS =
            new MappingFiles(Path.of("routes/sources"), Severity.MEDIUM, JqLimits.DEFAULT).load();

    final TestCorridor test;
    final List<EventDraft> ends = new ArrayList<>();
    final AtomicInteger renewals = new AtomicInteger();
    int events;

    private final Heartbeats heartbeats = new Heartbeats();
    private final CamelContext camel = new DefaultCamelContext();
    private final AlertmanagerApi api;
    private final SharedHeartbeats shared;
    private final SilentAlerts silent;
    private final MapEvent mapping;
    private final MatchRules rules;
    private final RecordDecision recording;

    HearingHub(Path folder, String name) {
        test = new TestCorridor(folder, name);
        Renewals writing = new Renewals(test.store, heartbeats);
        java.util.function.Consumer<Map<AlertKey, Renewal>> counting = renewed -> {
            renewals.incrementAndGet();
            writing.accept(renewed);
        };
        api = new AlertmanagerApi(heartbeats, counting, test.clock, Duration.ofMinutes(5));
        shared = new SharedHeartbeats(test.store, heartbeats, counting, test.clock);
        silent = new SilentAlerts(heartbeats, counting, test.store, System::nanoTime, new ObjectMapper(), ends::addAll);
        mapping = new MapEvent(
                () -> MAPPINGS,
                () -> NamedFields.among(java.util.Set.of()),
                new ObjectMapper(),
                new SimpleMeterRegistry());
        rules = new MatchRules(
                () -> new Rules(List.of(), Recipients.none(), "v1"), new SeenAlerts(0, test.clock), heartbeats);
        recording = new RecordDecision(test.corridor, Notifying.NOBODY);
    }

    /** Takes a request, and has another hub, or itself, decide what is new of it. */
    void hears(String alerts, HearingHub decides) {
        Heard heard = api.hear(new Arrival(
                "prometheus",
                "application/json",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                ("[" + alerts + "]").getBytes(StandardCharsets.UTF_8),
                Map.of()));
        Heard.Events news = (Heard.Events) heard;
        news.answer().apply(List.of());
        news.drafts().forEach(draft -> decides.decide(draft));
        events += news.drafts().size();
    }

    /** The end of an alert that its own hub or another says, decided here. */
    void decide(EventDraft draft) {
        String id = Id.EVENT.next();
        String body = new String(draft.body(), StandardCharsets.UTF_8);
        test.commit(
                (tx, inputs, now) -> List.of(tx.createUpdate("""
                                INSERT INTO event (id, source, identity, external_id, content_type, body, attributes,
                                                   received_at, state, due_at, owner, fence, attempt)
                                VALUES (:id, :source, :identity, :id, '', :body, '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                """)
                        .bind("id", id)
                        .bind("source", draft.source())
                        .bind("identity", draft.identity())
                        .bind("body", body)
                        .execute()),
                "");
        EventStaging staging = new EventStaging(
                new Event(id, draft.source(), draft.identity(), body, Map.of(), test.clock.instant(), 1, 1));
        Exchange exchange = new DefaultExchange(camel);
        staging.open(exchange);
        mapping.process(exchange);
        for (Object alert : exchange.getMessage().getBody(List.class)) {
            try {
                exchange.getMessage().setBody(alert);
                rules.process(exchange);
                staging.observe(exchange.getMessage().getBody(Observed.class));
            } catch (org.apache.camel.InvalidPayloadException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!test.commit(recording, staging)) {
            throw new AssertionError("the decision did not count");
        }
    }

    /** So much passes, and the hub does what it does at each look. */
    void passes(Duration time) {
        test.clock.advance(time);
        Instant now = test.clock.instant();
        heartbeats.tidy(now);
        shared.look();
        test.store.probe().join(); // what it wrote is committed
        silent.end(now);
        test.store.probe().join();
    }

    @Override
    public void close() throws Exception {
        test.close();
        camel.close();
    }
}
