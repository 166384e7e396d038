package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A channel's route taken off its outbox: a door for messages that are put in by hand, and, where nothing may be sent, a
 * {@link TrialProvider} in place of each step that sends.
 *
 * @param entry the route or template as a route file would have it
 * @param door the endpoint that takes messages; a template's parameters may still be in it
 */
record DetachedRoute(ObjectNode entry, String door) {
    private static final Set<String> SENDING =
            Set.of("toD", "wireTap", "enrich", "pollEnrich", "poll", "circuitBreaker", "recipientList");
    private static final Set<String> RENDERING = Set.of("freemarker", "language", "jq");

    /** The route as it is, sends and all. */
    static DetachedRoute sending(RouteText route) {
        return of(route, false);
    }

    /** The route with nobody at the other end. */
    static DetachedRoute rendering(RouteText route) {
        return of(route, true);
    }

    private static DetachedRoute of(RouteText route, boolean renders) {
        ObjectNode copy = route.head().node().deepCopy();
        ObjectNode from = (ObjectNode) copy.at(copy.has("route") ? "/route/from" : "/from");
        String door = "direct:" + route.source().path();
        from.put("uri", door);
        from.remove("parameters");
        if (renders) {
            detach(from);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.set(route.head().key(), copy);
        return new DetachedRoute(entry, door);
    }

    private static void detach(JsonNode node) {
        if (node.get("steps") instanceof ArrayNode steps) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).properties().stream().anyMatch(step -> sends(step.getKey(), step.getValue()))) {
                    steps.set(i, provider());
                }
            }
        }
        node.forEach(DetachedRoute::detach);
    }

    private static ObjectNode provider() {
        ObjectNode step = JsonNodeFactory.instance.objectNode();
        step.putObject("process").put("ref", TrialProvider.BEAN);
        return step;
    }

    private static boolean sends(String step, JsonNode value) {
        if (SENDING.contains(step)) {
            return true;
        }
        String uri = value.isTextual() ? value.textValue() : value.path("uri").asText();
        return step.equals("to") && !RENDERING.contains(uri.replaceFirst(":.*", ""));
    }
}
