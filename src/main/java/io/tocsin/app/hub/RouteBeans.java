package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.ChannelBeans;
import io.tocsin.channel.MessageFields;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.GuardedHttp;
import io.tocsin.pipeline.decide.MapEvent;
import io.tocsin.pipeline.decide.MatchRules;
import io.tocsin.pipeline.outbox.KeepUnhandledFailures;
import io.tocsin.pipeline.seen.SeenAlerts;
import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.RoutingKeyProof;
import io.tocsin.source.protocol.AlertmanagerApi;
import io.tocsin.source.protocol.OpsgenieAlerts;
import io.tocsin.source.protocol.OpsgenieDesk;
import io.tocsin.source.protocol.PagerDutyEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/**
 * The names that route files may refer to: for the hub that runs, and for the check that only looks.
 *
 * @param folders the route folders
 * @param addresses where HTTP may go
 * @param clock the hub's clock
 * @param tokens who may post
 * @param meters where routes count
 * @param breakers the circuit breakers
 * @param seen the alerts that were seen lately
 * @param heartbeats the alerts that have to be told again
 * @param renewals writes until when alerts go on that were told again
 * @param opsgenie does what senders ask of alerts that they posted as to Opsgenie
 * @param routingKeys further keys that PagerDuty clients may show, commas between
 * @param resolveTimeout how long an alert of the Alertmanager API goes on that says no end
 * @param mappings the mappings in use
 * @param rules the rules in use
 */
record RouteBeans(
        List<Path> folders,
        AddressGuard addresses,
        InstantSource clock,
        Tokens tokens,
        MeterRegistry meters,
        CircuitBreakerRegistry breakers,
        SeenAlerts seen,
        Heartbeats heartbeats,
        Consumer<Map<AlertKey, Renewal>> renewals,
        OpsgenieDesk opsgenie,
        String routingKeys,
        Duration resolveTimeout,
        Supplier<Mappings> mappings,
        Supplier<Rules> rules) {

    void bindTo(Registry registry) {
        GuardedHttp.bindTo(registry, addresses);
        registry.bind("clock", clock);
        registry.bind("tokens", tokens);
        registry.bind("meters", meters);
        registry.bind("breakers", breakers);
        registry.bind("seenAlerts", seen);
        registry.bind("keepUnhandledFailures", new KeepUnhandledFailures());
        registry.bind("alertmanagerApi", new AlertmanagerApi(heartbeats, renewals, clock, resolveTimeout));
        registry.bind("pagerDutyEvents", new PagerDutyEvents());
        registry.bind("opsgenieAlerts", new OpsgenieAlerts(opsgenie));
        registry.bind("routingKey", new RoutingKeyProof(tokens, routingKeys));
        NamedFields inMessages = MessageFields.in(folders);
        registry.bind(
                "mapping",
                new MapEvent(mappings, () -> rules.get().named().and(inMessages), new ObjectMapper(), meters));
        registry.bind("rules", new MatchRules(rules, seen, heartbeats));
        SourceBeans.bindTo(registry);
        ChannelBeans.bindTo(registry, clock, folders.toArray(Path[]::new));
    }
}
