package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes an escalation step by step. */
final class EscalationMaker {

    /** What comes after the last step where the source says nothing: how long somebody has until it counts as unanswered. */
    static final Duration LAST = Duration.ofMinutes(5);

    private static final int MOST_REPEATS = 100;

    private final Roster roster;
    private final String name;
    private final String description;
    private final List<ObjectNode> steps = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> teams = new LinkedHashSet<>();
    private final Set<String> schedules = new LinkedHashSet<>();
    private final List<String> turns = new ArrayList<>();

    EscalationMaker(Roster roster, String name, String description) {
        this.roster = roster;
        this.name = name;
        this.description = description;
    }

    EscalationMaker person(String who) {
        names.add(who);
        return this;
    }

    EscalationMaker team(String who) {
        teams.add(who);
        return this;
    }

    EscalationMaker schedules(List<String> who) {
        schedules.addAll(who);
        return this;
    }

    /** One of a team, each time the next one. */
    EscalationMaker inTurn(String team) {
        turns.add(team);
        return this;
    }

    boolean isEmpty() {
        return names.isEmpty() && teams.isEmpty() && schedules.isEmpty() && turns.isEmpty();
    }

    boolean hasSteps() {
        return !steps.isEmpty();
    }

    /** Those who were named since the last step are paged, and have so long to answer. With nobody it only waits. */
    void step(Duration delay) {
        ObjectNode step = JsonNodeFactory.instance.objectNode();
        if (!isEmpty()) {
            ArrayNode notify = step.putArray("notify");
            if (!names.isEmpty() || !teams.isEmpty() || !schedules.isEmpty()) {
                ObjectNode people = notify.addObject().putObject("people");
                put(people, "names", names);
                put(people, "teams", teams);
                put(people, "schedules", schedules);
            }
            turns.forEach(team -> {
                ObjectNode people = notify.addObject().putObject("people");
                people.putArray("teams").add(team);
                people.put("roundRobin", true);
            });
        }
        steps.add(step.put("delay", Span.text(delay.isZero() ? Duration.ofMinutes(1) : delay)));
        names.clear();
        teams.clear();
        schedules.clear();
        turns.clear();
    }

    private static void put(ObjectNode people, String list, Set<String> some) {
        if (!some.isEmpty()) {
            some.forEach(people.putArray(list)::add);
        }
    }

    /** Adds it, if it pages anybody. */
    void end(Part part, int repeat) {
        if (steps.stream().noneMatch(step -> step.has("notify"))) {
            part.left("the escalation `" + name + "`", "nobody is left whom it pages: it is not made");
            return;
        }
        ObjectNode escalation = JsonNodeFactory.instance.objectNode().put("name", roster.escalationName(name));
        if (!description.isBlank()) {
            escalation.put(
                    "description", part.shortened(description, "the description of the escalation `" + name + "`"));
        }
        steps.forEach(escalation.putArray("steps")::add);
        if (repeat > 0) {
            escalation.put("repeat", Math.min(repeat, MOST_REPEATS));
            if (repeat > MOST_REPEATS) {
                part.left(
                        "the " + repeat + " repeats of the escalation `" + name + "`",
                        "they are " + MOST_REPEATS + " here");
            }
        }
        roster.escalation(escalation);
    }
}
