package io.tocsin.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.corridor.Corridor;
import io.tocsin.outbox.OutboxEndpoint;
import io.tocsin.outbox.ReceiverState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The receivers that routes make, and those that deliveries still wait for though no route makes them. */
public final class ReceiversInUse {

    private final Supplier<CamelContext> context;
    private final CircuitBreakerRegistry breakers;
    private final Corridor corridor;

    /**
     * @param context the routes
     * @param breakers the receivers' breakers
     * @param corridor where deliveries wait
     */
    public ReceiversInUse(Supplier<CamelContext> context, CircuitBreakerRegistry breakers, Corridor corridor) {
        this.context = context;
        this.breakers = breakers;
        this.corridor = corridor;
    }

    /** The names of the receivers that routes make. */
    public Set<String> names() {
        return endpoints().keySet();
    }

    ObjectNode list() {
        ObjectMapper json = corridor.json();
        Map<String, OutboxEndpoint> endpoints = endpoints();
        Map<String, ReceiverState> states = corridor.store().read(ReceiverState::all);
        Instant now = corridor.clock().instant();
        ObjectNode answer = json.createObjectNode();
        ArrayNode receivers = answer.putArray("receivers");
        TreeSet<String> names = new TreeSet<>(endpoints.keySet());
        states.values().stream().filter(state -> state.waiting() > 0).forEach(state -> names.add(state.name()));
        for (String name : names) {
            ObjectNode node = receivers.addObject().put("name", name);
            OutboxEndpoint endpoint = endpoints.get(name);
            node.put("running", endpoint != null);
            if (endpoint != null) {
                node.put("breaker", breaker(endpoint.getBreaker()));
            }
            ReceiverState state = states.getOrDefault(name, ReceiverState.idle(name));
            node.put("waiting", state.waiting());
            state.oldestAt().ifPresent(oldest -> node.put("oldestWaitsSince", oldest.toString()));
            if (state.pausedUntil().isAfter(now)) {
                node.put("pausedUntil", state.pausedUntil().toString()).put("pausedBecause", state.pausedWhy());
            }
        }
        return answer;
    }

    private Map<String, OutboxEndpoint> endpoints() {
        Map<String, OutboxEndpoint> endpoints = new TreeMap<>();
        context.get().getRoutes().forEach(route -> {
            if (route.getEndpoint() instanceof OutboxEndpoint endpoint) {
                endpoints.put(endpoint.receiver(), endpoint);
            }
        });
        return endpoints;
    }

    private String breaker(String name) {
        if (name.isEmpty()) {
            return "none";
        }
        return breakers.find(name)
                .map(CircuitBreaker::getState)
                .map(state -> state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("closed"); // made at the first send
    }
}
