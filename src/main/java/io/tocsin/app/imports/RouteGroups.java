package io.tocsin.app.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which alerts are one incident: each route has groups of its own, so that no two alerts are put together of which no route notifies both.
 * Of several routes that take an alert it is the group of the one that ends the search: those before it say {@code continue}, that they
 * are notified, too. Where all say so it is the last one.
 */
final class RouteGroups {

    private static final int MOST_BY = 20;

    private final LeftOut left;
    private final Function<RouteNode, Way> ways;
    private final Function<RouteNode, String> place;
    private final List<RouteNode> asked = new ArrayList<>();
    private final Set<List<String>> cut = new HashSet<>();

    /**
     * @param ways what an alert has to fit to get to a route
     * @param place where a route stands, for a reader
     */
    RouteGroups(LeftOut left, Function<RouteNode, Way> ways, Function<RouteNode, String> place) {
        this.left = left;
        this.ways = ways;
        this.place = place;
    }

    /** The entries, of which the first that fits takes an alert. */
    ArrayNode entries(RouteNode root) {
        ask(root);
        // What no entry takes stands alone.
        while (!asked.isEmpty() && asked.get(asked.size() - 1).groupBy().isEmpty()) {
            asked.remove(asked.size() - 1);
        }
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        asked.forEach(route -> entries.add(entry(route)));
        return entries;
    }

    private void ask(RouteNode route) {
        for (RouteNode below : inOrder(route)) {
            ask(below);
            if (below.matchers().isEmpty()) {
                return; // it takes all that gets here, so that nobody asks those behind it
            }
        }
        asked.add(route);
    }

    /** Those below it that end the search, then the others, the last one first; none that no rule can have. */
    private List<RouteNode> inOrder(RouteNode route) {
        List<RouteNode> order = new ArrayList<>();
        List<RouteNode> goingOn = new ArrayList<>();
        for (RouteNode below : route.routes()) {
            if (ways.apply(below).wrong().isEmpty()) {
                (below.goesOn() ? goingOn : order).add(below);
            }
        }
        Collections.reverse(goingOn);
        order.addAll(goingOn);
        return order;
    }

    private ObjectNode entry(RouteNode route) {
        Way way = ways.apply(route);
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("name", way.name());
        entry.put("description", "Groups of the route to " + route.receiver() + ", " + place.apply(route));
        way.matchers().forEach(matcher -> entry.withArray("matchers").add(matcher.toString()));
        ArrayNode by = entry.putArray("by");
        route.groupBy()
                .ifPresentOrElse(
                        labels -> labels.stream().limit(MOST_BY).forEach(label -> by.add("labels." + label)),
                        () -> by.add("fingerprint"));
        route.groupBy()
                .filter(labels -> labels.size() > MOST_BY && cut.add(labels))
                .ifPresent(labels -> left.add(
                        route.where(),
                        "group_by of " + labels.size() + " labels",
                        "the first " + MOST_BY + " of them make an incident"));
        return entry;
    }
}
