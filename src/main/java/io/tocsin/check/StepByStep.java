package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that Camel refuses in one route or template. Camel stops at the first step that it can't make; so each step is tried in a
 * route of its own, with what stands within it left out, and the route's beginning without any.
 *
 * @param context makes routes and starts none
 * @param files where the files that routes name are looked for
 * @param file the one with the route
 */
record StepByStep(StillContext context, RouteFiles files, RouteFile file) {
    private static final String DOOR = "direct:trial";

    /**
     * Each mistake of the entry once; {@code first} where trying the steps finds no more than that.
     *
     * @param entry the route or template, as an element of its file
     * @param values parameters with which a template can be instantiated
     * @param first what Camel says of the whole
     */
    List<Finding> all(Place entry, Map<String, Object> values, Finding first) {
        Set<Finding> found = new LinkedHashSet<>();
        for (ObjectNode one : each(entry)) {
            attempt(one, values)
                    .filter(refused -> !UnknownSecrets.areToBlame(refused) && !TrialValues.areToBlame(refused))
                    .map(refused -> new CamelSays(files, List.of(file)).finding(refused))
                    .ifPresent(found::add);
        }
        if (found.stream().noneMatch(finding -> finding.line() == first.line())) {
            found.add(first);
        }
        return found.size() > 1 ? List.copyOf(found) : List.of(first);
    }

    private Optional<Exception> attempt(ObjectNode entry, Map<String, Object> values) {
        String template = entry.path("routeTemplate").path("id").asText("");
        Optional<Exception> refused = context.attempt(file.name(), entry);
        if (refused.isPresent() || template.isEmpty()) {
            return refused;
        }
        ObjectNode instance = JsonNodeFactory.instance.objectNode();
        ObjectNode made = instance.putObject("templatedRoute").put("routeTemplateRef", template);
        made.put("routeId", template + "-made").put("prefixId", template + "-");
        ArrayNode parameters = made.putArray("parameters");
        values.forEach((name, value) -> parameters.addObject().put("name", name).put("value", String.valueOf(value)));
        return context.attempt(file.name(), instance);
    }

    private static List<ObjectNode> each(Place entry) {
        String kind = entry.at("routeTemplate").exists() ? "routeTemplate" : "route";
        List<JsonNode> steps = new ArrayList<>();
        collect(from(entry.node(), kind).path("steps"), steps);
        List<ObjectNode> all = new ArrayList<>();
        all.add(alone(entry, kind, Optional.empty(), 0));
        steps.forEach(step -> all.add(alone(entry, kind, Optional.of(step), all.size())));
        return all;
    }

    private static ObjectNode alone(Place entry, String kind, Optional<JsonNode> step, int number) {
        ObjectNode copy = entry.node().deepCopy();
        ((ObjectNode) copy.path(kind))
                .put("id", "step-" + number + "-" + copy.path(kind).path("id").asText());
        ObjectNode from = (ObjectNode) from(copy, kind);
        if (step.isPresent()) {
            from.put("uri", DOOR).remove("parameters");
        }
        from.putArray("steps").add(step.map(StepByStep::emptied).orElseGet(StepByStep::stop));
        return copy;
    }

    private static JsonNode from(JsonNode entry, String kind) {
        JsonNode from = entry.path(kind).path("route").path("from");
        return from.isMissingNode() ? entry.path(kind).path("from") : from;
    }

    private static void collect(JsonNode steps, List<JsonNode> all) {
        steps.forEach(step -> {
            all.add(step);
            step.findValues("steps").forEach(within -> collect(within, all));
        });
    }

    /** Without the steps within it, which are tried by themselves. */
    private static JsonNode emptied(JsonNode step) {
        JsonNode copy = step.deepCopy();
        copy.findParents("steps")
                .forEach(parent -> ((ObjectNode) parent).putArray("steps").add(stop()));
        return copy;
    }

    private static ObjectNode stop() {
        ObjectNode stop = JsonNodeFactory.instance.objectNode();
        stop.putObject("stop");
        return stop;
    }
}
