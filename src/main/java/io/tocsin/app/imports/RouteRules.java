package io.tocsin.app.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.MarkedYaml;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route tree as rules, which stand side by side: each applies by itself. Alertmanager goes down from the root into the first route
 * that fits, and into the next ones as long as those say {@code continue}; a route notifies where none below it fits. So a
 * route's rule asks for the matchers of the whole way to it, {@code unless} a route below it fits, or one that stands before it or before one
 * of those on its way and does not say {@code continue}. As those are conditions of their own rules, they are said by name.
 */
final class RouteRules {

    private final MarkedYaml yaml;
    private final LeftOut left;
    private final Targets targets;
    private final NotifyTimes times;
    private final Names names = new Names();
    private final Map<RouteNode, Way> ways = new IdentityHashMap<>();
    private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

    /** Whom a receiver of Alertmanager's is here. */
    interface Targets {
        /** The names of the hub's receivers, those whose ends are told or the others. */
        List<String> of(String receiver, boolean endsAreTold);
    }

    /** When a route notifies. */
    interface NotifyTimes {
        /** As a rule has it; empty where it always does. */
        Optional<ObjectNode> active(RouteNode route);
    }

    /**
     * The routes above or beside one that are asked before it.
     *
     * @param siblings a level of the tree
     * @param place of its way through that level
     */
    private record Level(Siblings siblings, int place) {}

    RouteRules(MarkedYaml yaml, LeftOut left, Targets targets, NotifyTimes times) {
        this.yaml = yaml;
        this.left = left;
        this.targets = targets;
        this.times = times;
    }

    /** The rules of a tree. */
    ArrayNode rules(RouteNode root) {
        name(root, List.of());
        visit(root, List.of());
        return rules;
    }

    /** Which alerts are one incident, by a tree whose {@link #rules} were made. */
    ArrayNode incidents(RouteNode root) {
        return new RouteGroups(left, ways::get, this::place).entries(root);
    }

    private void name(RouteNode route, List<Matcher> above) {
        List<Matcher> all = Stream.concat(above.stream(), route.matchers().stream())
                .distinct()
                .toList();
        ways.put(route, new Way(names.like(route.receiver()), all));
        route.routes().forEach(child -> name(child, all));
    }

    private void visit(RouteNode route, List<Level> above) {
        Way own = ways.get(route);
        Siblings below = new Siblings(
                route.routes().stream().map(ways::get).toList(),
                route.routes().stream().map(RouteNode::goesOn).toList());
        for (int i = 0; i < route.routes().size(); i++) {
            List<Level> levels = new ArrayList<>(above);
            levels.add(new Level(below, i));
            visit(route.routes().get(i), levels);
        }
        if (own.wrong().isPresent()) {
            left.add(
                    route.where(),
                    "with those above it: " + own.wrong().get(),
                    "the route is left out, and its alerts go to the one above it, or to those after it");
            return;
        }
        Stream<Way> before = above.stream().flatMap(level -> level.siblings.endingBefore(level.place, own).stream());
        write(
                route,
                own,
                Stream.concat(before, below.meeting(own).stream())
                        .map(Way::name)
                        .toList());
    }

    private void write(RouteNode route, Way own, List<String> unless) {
        List<String> whole = targets.of(route.receiver(), true);
        List<String> beginnings = targets.of(route.receiver(), false);
        rules.add(rule(
                route,
                own,
                own.name(),
                unless,
                whole.isEmpty() ? beginnings : whole,
                !whole.isEmpty() || beginnings.isEmpty()));
        if (!whole.isEmpty() && !beginnings.isEmpty()) {
            rules.add(rule(route, own, names.like(own.name() + "-beginnings"), unless, beginnings, false));
        }
    }

    private ObjectNode rule(
            RouteNode route, Way own, String name, List<String> unless, List<String> notify, boolean endsAreTold) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode().put("name", name);
        rule.put("description", "The route to " + route.receiver() + ", " + place(route));
        condition(rule, own.matchers());
        unless.forEach(other -> rule.withArray("unless").add(other));
        ArrayNode told = rule.putArray("notify");
        notify.forEach(told::add);
        rule.put("wait", span(route.firstWait())).put("interval", span(route.interval()));
        if (!route.repeat().isZero()) {
            rule.put("repeat", span(repeat(route)));
        }
        if (!endsAreTold) {
            rule.put("resolved", false);
        }
        times.active(route).ifPresent(active -> rule.set("active", active));
        return rule;
    }

    private Duration repeat(RouteNode route) {
        if (route.repeat().compareTo(route.interval()) < 0) {
            left.add(
                    route.where(),
                    "repeat_interval " + span(route.repeat()) + " is shorter than group_interval",
                    "a rule repeats at its looks, so it is " + span(route.interval()));
            return route.interval();
        }
        return route.repeat();
    }

    private String place(RouteNode route) {
        return "line " + yaml.line(route.where()) + " of " + yaml.file();
    }

    private static void condition(ObjectNode entry, List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            entry.putObject("when").putArray("status").add("firing").add("resolved");
        } else {
            matchers.forEach(one -> entry.withArray("matchers").add(one.toString()));
        }
    }

    /** No more than a million seconds, days or whatever is the largest unit: a thousand years would be refused. */
    static String span(Duration length) {
        Duration most = Duration.ofDays(100_000);
        return Span.text(length.compareTo(most) > 0 ? most : length);
    }
}
