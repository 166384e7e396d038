package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.Names;
import io.tocsin.app.imports.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** People, teams, schedules and escalations as they are found, and the files that they become. */
final class Roster {

    private static final String HEAD =
            "# yaml-language-server: $schema=../../schema/%s.schema.json\n" + "# Made of %s by ./hub import %s. %s\n";

    private final Names names = new Names();
    private final Names scheduleNames = new Names();
    private final Names escalationNames = new Names();
    private final List<ObjectNode> people = new ArrayList<>();
    private final List<ObjectNode> teams = new ArrayList<>();
    private final List<ObjectNode> schedules = new ArrayList<>();
    private final List<ObjectNode> escalations = new ArrayList<>();
    private final Map<String, String> personOf = new LinkedHashMap<>();
    private final Map<String, List<String>> schedulesOf = new LinkedHashMap<>();
    private final Map<String, String> teamOf = new LinkedHashMap<>();
    private final Set<String> kinds = new LinkedHashSet<>();

    /**
     * Adds somebody who has an address.
     *
     * @param id by which the source names them
     * @param like what they are called there
     */
    void person(String id, String like, Map<String, String> addresses, String timeZone, Optional<ObjectNode> pages) {
        ObjectNode person = JsonNodeFactory.instance.objectNode().put("name", names.like(like));
        ObjectNode all = person.putObject("addresses");
        addresses.forEach(all::put);
        if (!timeZone.isEmpty() && !timeZone.equals("UTC")) {
            person.put("timeZone", timeZone);
        }
        pages.ifPresent(some -> person.set("pages", some));
        people.add(person);
        kinds.addAll(addresses.keySet());
        personOf.put(id, person.path("name").asText());
    }

    /** The same person by another id. */
    void alsoKnown(String id, String as) {
        person(id).ifPresent(name -> personOf.putIfAbsent(as, name));
    }

    Optional<String> person(String id) {
        return Optional.ofNullable(personOf.get(id));
    }

    /** Adds a team of people who are there, and gives its name. */
    String team(String id, String like, List<String> members) {
        String name = names.like(like);
        ObjectNode team = JsonNodeFactory.instance.objectNode().put("name", name);
        new LinkedHashSet<>(members).forEach(team.putArray("members")::add);
        teams.add(team);
        teamOf.put(id, name);
        return name;
    }

    Optional<String> team(String id) {
        return Optional.ofNullable(teamOf.get(id));
    }

    String scheduleName(String like) {
        return scheduleNames.like(like);
    }

    /** Adds what a schedule became: one, or several whose people are on call together. @param ids by which the source names it */
    void schedules(List<String> ids, List<ObjectNode> made) {
        schedules.addAll(made);
        List<String> called =
                made.stream().map(one -> one.path("name").asText()).toList();
        ids.stream().filter(id -> !id.isEmpty()).forEach(id -> schedulesOf.put(id, called));
    }

    /** What a schedule of the source became; empty where it is not there. */
    List<String> schedule(String id) {
        return schedulesOf.getOrDefault(id, List.of());
    }

    String escalationName(String like) {
        return escalationNames.like(like);
    }

    void escalation(ObjectNode made) {
        escalations.add(made);
    }

    int count(String what) {
        return switch (what) {
            case "people" -> people.size();
            case "teams" -> teams.size();
            case "schedules" -> schedules.size();
            default -> escalations.size();
        };
    }

    /** The kinds of address that somebody has. */
    Set<String> kinds() {
        return kinds;
    }

    /** @param of the files that it was made of */
    Map<String, String> files(String of, String command) {
        Map<String, String> files = new LinkedHashMap<>();
        ObjectNode recipients = JsonNodeFactory.instance.objectNode();
        recipients.putArray("people").addAll(people);
        recipients.putArray("teams").addAll(teams);
        files.put(
                "rules/recipients.yaml",
                HEAD.formatted(
                                "recipients",
                                of,
                                command,
                                "Under `receivers` of one such file stands which receiver carries"
                                        + " which kind of address: docs/recipients.md.")
                        + YamlText.of(recipients));
        if (!schedules.isEmpty()) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.putArray("schedules").addAll(schedules);
            files.put(
                    "rules/schedules.yaml",
                    HEAD.formatted("schedules", of, command, "What it means: docs/on-call.md.") + YamlText.of(all));
        }
        if (!escalations.isEmpty()) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.putArray("escalations").addAll(escalations);
            files.put(
                    "rules/escalations.yaml",
                    HEAD.formatted("rules", of, command, "A rule names one: escalate: <name> (docs/escalation.md).")
                            + YamlText.of(all));
        }
        return files;
    }
}
