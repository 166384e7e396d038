package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.files.Finding;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jdbi.v3.core.Handle;

/** The receivers that routes make, and those that deliveries still wait for though no route makes them. */
public final class ReceiversInUse {

    private final Supplier<CamelContext> context;
    private final CircuitBreakerRegistry breakers;
    private final Corridor corridor;
    private final Supplier<List<Finding>> notTakenOver;

    /**
     * @param context the routes
     * @param breakers the receivers' breakers
     * @param corridor where deliveries wait
     * @param notTakenOver why files of routes are not in use as they are now
     */
    public ReceiversInUse(
            Supplier<CamelContext> context,
            CircuitBreakerRegistry breakers,
            Corridor corridor,
            Supplier<List<Finding>> notTakenOver) {
        this.context = context;
        this.breakers = breakers;
        this.corridor = corridor;
        this.notTakenOver = notTakenOver;
    }

    /** The names of the receivers that routes make. */
    public Set<String> names() {
        return endpoints().keySet();
    }

    /** The names of those whose route has this provider. */
    public Set<String> of(String provider) {
        return endpoints().entrySet().stream()
                .filter(entry -> entry.getValue().provider().equals(provider))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is left of the limits of each receiver, by its name. Blocks. */
    public Map<String, ReceiverState.Left> left() {
        Instant now = corridor.clock().instant();
        Map<String, ReceiverState.Left> left = new TreeMap<>();
        Map<String, OutboxEndpoint> endpoints = endpoints();
        corridor.store().read(tx -> {
            endpoints.forEach((name, endpoint) -> left.put(name, ReceiverState.left(tx, endpoint.limits(), now)));
            return left;
        });
        return left;
    }

    /** How often in a row the most limited destination of each receiver asked for less, by the receiver's name. */
    public Map<String, Integer> limited() {
        Map<String, Integer> limited = new TreeMap<>();
        endpoints()
                .forEach((name, endpoint) -> limited.put(
                        name,
                        endpoint.limited().all().values().stream()
                                .mapToInt(LimitedDestinations.Row::times)
                                .max()
                                .orElse(0)));
        return limited;
    }

    /** All of them, by name, and what is not in use of the files as they are now. Blocks. */
    public ObjectNode list() {
        Map<String, OutboxEndpoint> endpoints = endpoints();
        Instant now = corridor.clock().instant();
        ObjectNode answer = corridor.json().createObjectNode();
        ArrayNode receivers = answer.putArray("receivers");
        corridor.store().read(tx -> {
            Map<String, ReceiverState> states = ReceiverState.all(tx);
            TreeSet<String> names = new TreeSet<>(endpoints.keySet());
            names.addAll(states.keySet());
            for (String name : names) {
                ReceiverState state = states.getOrDefault(name, ReceiverState.idle(name));
                receivers.add(one(tx, state, Optional.ofNullable(endpoints.get(name)), now));
            }
            return answer;
        });
        List<Finding> not = notTakenOver.get();
        if (!not.isEmpty()) {
            ArrayNode edits = answer.putArray("notTakenOver");
            not.forEach(finding -> edits.add(finding.toString()));
        }
        return answer;
    }

    /**
     * One of them, with its limits and with what its deliveries wait for.
     *
     * @return empty where no route makes it, here or at another hub, and nothing waits for it. Blocks.
     */
    public Optional<ObjectNode> show(String name) {
        Optional<OutboxEndpoint> endpoint = Optional.ofNullable(endpoints().get(name));
        Instant now = corridor.clock().instant();
        return corridor.store().read(tx -> {
            ReceiverState state = ReceiverState.of(tx, name);
            if (endpoint.isEmpty() && state.waiting() == 0 && !isElsewhere(name)) {
                return Optional.empty();
            }
            ObjectNode node = one(tx, state, endpoint, now);
            endpoint.ifPresent(running -> {
                write(node, "limit", running.limits().credential());
                write(node, "limitOfEachDestination", running.limits().each());
            });
            WaitingDeliveries.of(tx, name, now).write(node.putObject("waitingBy"));
            return Optional.of(node);
        });
    }

    private ObjectNode one(Handle tx, ReceiverState state, Optional<OutboxEndpoint> endpoint, Instant now) {
        ObjectNode node = corridor.json().createObjectNode().put("name", state.name());
        node.put("running", endpoint.isPresent());
        if (isElsewhere(state.name())) {
            node.put("elsewhere", true);
        }
        endpoint.map(OutboxEndpoint::provider)
                .filter(provider -> !provider.isEmpty())
                .ifPresent(provider -> node.put("provider", provider));
        endpoint.ifPresent(running -> node.put("breaker", breaker(running.breaker())));
        node.put("waiting", state.waiting());
        state.oldestAt().ifPresent(oldest -> node.put("oldestWaitsSince", oldest.toString()));
        endpoint.ifPresent(running -> {
            write(node, ReceiverState.left(tx, running.limits(), now));
            write(node, running.limited());
            running.lastFailure().ifPresent(last -> write(node, last));
        });
        return node;
    }

    private static void write(ObjectNode node, String name, RateLimit limit) {
        if (!limit.unlimited()) {
            node.putObject(name).put("perSecond", limit.rate()).put("burst", limit.burst());
        }
    }

    /** Says of each delivery in a trace that waits what it waits for, as far as this hub knows. Blocks. */
    public void explain(ObjectNode trace) {
        Map<String, OutboxEndpoint> endpoints = endpoints();
        Instant now = corridor.clock().instant();
        trace.path("notices").forEach(notice -> notice.path("deliveries").forEach(delivery -> {
            OutboxEndpoint endpoint = endpoints.get(delivery.path("receiver").asText());
            boolean waits = delivery.path("state").asText().equals("pending") && !delivery.has("heldUntil");
            if (waits
                    && endpoint == null
                    && isElsewhere(delivery.path("receiver").asText())) {
                ((ObjectNode) delivery).put("waits", "another hub has its receiver");
            } else if (waits && endpoint == null) {
                ((ObjectNode) delivery).put("waits", "its receiver does not run: put a file for it under receivers/");
            } else if (waits) {
                waitsFor(endpoint, delivery.path("id").asText(), now)
                        .ifPresent(words -> ((ObjectNode) delivery).put("waits", words));
            }
        }));
    }

    private boolean isElsewhere(String receiver) {
        return corridor.lanes().isElsewhere(OutboxLanes.lane(receiver));
    }

    private Optional<String> waitsFor(OutboxEndpoint endpoint, String deliveryId, Instant now) {
        String breaker = breaker(endpoint.breaker());
        if (breaker.endsWith("open")) { // forced-open and half-open, too
            return Optional.of("breaker " + breaker);
        }
        return corridor.store()
                .read(tx -> ReceiverState.pause(tx, endpoint.limits(), deliveryId, now))
                .map(pause -> "paused until " + pause.until() + " because " + pause.why());
    }

    private static void write(ObjectNode node, ReceiverState.Left left) {
        left.tokens().ifPresent(tokens -> node.put("tokens", Math.floor(tokens * 10) / 10));
        left.pauses().forEach(pause -> node.withArray("paused")
                .addObject()
                .put("destination", pause.destination())
                .put("until", pause.until().toString())
                .put("because", pause.why()));
    }

    private static void write(ObjectNode node, LastFailure last) {
        node.putObject("lastFailure")
                .put("at", last.at().toString())
                .put("class", last.failure().failureClass().word())
                .put("reason", last.failure().reason());
    }

    private static void write(ObjectNode node, LimitedDestinations limited) {
        new TreeMap<>(limited.all()).forEach((destination, row) -> node.withArray("limited")
                .addObject()
                .put("destination", destination)
                .put("times", row.times())
                .put("since", row.since().toString())
                .put("until", row.until().toString())
                .put("because", row.why()));
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
