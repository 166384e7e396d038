package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tree under {@code route:}. */
final class RouteTree {

    private static final JsonPointer ROOT = JsonPointer.compile("/route");
    private static final String EACH_ALONE = "...";

    private static final Set<String> KNOWN = Set.of(
            "receiver",
            "group_by",
            "group_wait",
            "group_interval",
            "repeat_interval",
            "match",
            "match_re",
            "matchers",
            "continue",
            "routes",
            "mute_time_intervals",
            "active_time_intervals");

    private final LeftOut left;

    RouteTree(LeftOut left) {
        this.left = left;
    }

    /** The tree; its root fits every alert, whatever matchers stand there. */
    RouteNode read(JsonNode file) {
        return node(
                file.path("route"),
                ROOT,
                new RouteNode(
                        ROOT,
                        "",
                        Optional.of(List.of()),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(4),
                        List.of(),
                        false,
                        List.of(),
                        List.of(),
                        List.of()),
                List.of());
    }

    private RouteNode node(JsonNode json, JsonPointer where, RouteNode parent, List<Matcher> matchers) {
        json.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                left.add(where.appendProperty(name), "route: " + name, "this import does not know it");
            }
        });
        RouteNode own = new RouteNode(
                where,
                json.path("receiver").asText("").isEmpty()
                        ? parent.receiver()
                        : json.path("receiver").asText(),
                groupBy(json, parent),
                duration(json, where, "group_wait", parent.firstWait()),
                duration(json, where, "group_interval", parent.interval()),
                duration(json, where, "repeat_interval", parent.repeat()),
                matchers,
                YesOrNo.read(json, "continue", where, false, left),
                texts(json.path("mute_time_intervals")),
                texts(json.path("active_time_intervals")),
                List.of());
        List<RouteNode> below = new ArrayList<>();
        JsonPointer routes = where.appendProperty("routes");
        for (int i = 0; i < json.path("routes").size(); i++) {
            JsonPointer place = routes.appendIndex(i);
            JsonNode child = json.path("routes").get(i);
            SourceMatchers.read(
                            child,
                            place,
                            "",
                            left,
                            "the route and those below it are left out, and its alerts go to `" + own.receiver()
                                    + "`, the route above it, or to those after it")
                    .ifPresent(its -> below.add(node(child, place, own, its)));
        }
        return new RouteNode(
                where,
                own.receiver(),
                own.groupBy(),
                own.firstWait(),
                own.interval(),
                own.repeat(),
                matchers,
                own.goesOn(),
                own.mute(),
                own.active(),
                below);
    }

    private static Optional<List<String>> groupBy(JsonNode json, RouteNode parent) {
        if (json.path("group_by").isEmpty()) { // an empty list says nothing there, too
            return parent.groupBy();
        }
        List<String> labels = texts(json.path("group_by"));
        return labels.contains(EACH_ALONE) ? Optional.empty() : Optional.of(labels);
    }

    private static List<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return List.copyOf(texts);
    }

    private Duration duration(JsonNode json, JsonPointer where, String field, Duration inherited) {
        if (!json.hasNonNull(field)) {
            return inherited;
        }
        return GoDuration.read(json.path(field).asText()).orElseGet(() -> {
            left.add(
                    where.appendProperty(field),
                    field + ": " + json.path(field),
                    "no duration; there is " + inherited + " in its place");
            return inherited;
        });
    }
}
