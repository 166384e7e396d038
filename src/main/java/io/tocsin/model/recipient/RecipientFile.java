package io.tocsin.model.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.Origin;
import io.tocsin.files.SchemaCheck;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one file of recipients. */
final class RecipientFile {

    private final SchemaCheck schema;

    /**
     * What one file holds, as far as it can be used.
     *
     * @param isCertain whether nothing is wrong with who is meant by what and has which kinds of address
     */
    record Content(
            List<Person> people, List<Team> teams, List<Member> members, List<Carrier> carriers, boolean isCertain) {}

    /** A name in the list of a team's members. */
    record Member(String team, String name, Origin origin) {}

    RecipientFile() {
        this.schema = SchemaCheck.shipped("recipients", Map.of());
    }

    /**
     * Reads it. Of an entry in which something is wrong the rest counts: its name, say, is known.
     *
     * @param languages those that messages are translated into; empty where any will do
     * @param all gets everything that is wrong
     * @throws InvalidFileException if it is no YAML
     */
    Content read(String file, String text, Set<String> languages, List<Finding> all) {
        Faults faults = schema.check(MarkedYaml.readAll(file, text));
        MarkedYaml yaml = faults.yaml();
        boolean isCertain = true;
        for (int i = 0; i < yaml.json().path("people").size(); i++) {
            JsonPointer where = JsonPointer.compile("/people/" + i);
            isCertain &= Stream.of("name", "audience", "addresses")
                    .map(where::appendProperty)
                    .noneMatch(faults::spoils);
            PersonCheck.look(faults, where, languages);
        }
        isCertain &= !faults.spoils(JsonPointer.compile("/teams")) && !faults.isTold(JsonPointer.compile("/people"));
        all.addAll(faults.findings());
        return new Content(people(faults), teams(yaml), members(yaml), carriers(yaml), isCertain);
    }

    private static List<Person> people(Faults faults) {
        JsonNode people = faults.yaml().json().path("people");
        List<Person> known = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            JsonPointer where = JsonPointer.compile("/people/" + i);
            if (people.get(i).path("name").isTextual()) {
                known.add(person(faults, people.get(i), where));
            }
        }
        return known;
    }

    private static Person person(Faults faults, JsonNode person, JsonPointer where) {
        Map<String, String> addresses = new LinkedHashMap<>();
        person.path("addresses")
                .properties()
                .forEach(entry -> addresses.put(entry.getKey(), entry.getValue().asText()));
        return new Person(
                person.path("name").textValue(),
                Audience.ofWord(person.path("audience").asText("")).orElse(Audience.TECHNICAL),
                addresses,
                faults.spoils(where.appendProperty("timeZone"))
                        ? ZoneId.of("UTC")
                        : ZoneId.of(person.path("timeZone").asText("UTC")),
                person.path("language").asText("en"),
                Optional.ofNullable(person.get("quietHours"))
                        .filter(hours -> !faults.spoils(where.appendProperty("quietHours")))
                        .map(QuietHoursJson::read),
                Optional.ofNullable(person.get("pages"))
                        .filter(pages -> !faults.spoils(where.appendProperty("pages")))
                        .map(OwnRulesJson::read),
                new Origin(faults.yaml().file(), faults.yaml().line(where)));
    }

    private static List<Team> teams(MarkedYaml yaml) {
        List<Team> teams = new ArrayList<>();
        for (int i = 0; i < yaml.json().path("teams").size(); i++) {
            JsonNode team = yaml.json().path("teams").get(i);
            List<String> members = new ArrayList<>();
            team.path("members").forEach(member -> members.add(member.asText()));
            if (team.path("name").isTextual()) {
                teams.add(new Team(team.path("name").textValue(), members, origin(yaml, "/teams/" + i)));
            }
        }
        return teams;
    }

    private static List<Member> members(MarkedYaml yaml) {
        List<Member> members = new ArrayList<>();
        JsonNode teams = yaml.json().path("teams");
        for (int i = 0; i < teams.size(); i++) {
            JsonNode names = teams.get(i).path("members");
            for (int j = 0; j < names.size(); j++) {
                if (names.get(j).isTextual()) {
                    members.add(new Member(
                            teams.get(i).path("name").asText(),
                            names.get(j).textValue(),
                            origin(yaml, "/teams/" + i + "/members/" + j)));
                }
            }
        }
        return members;
    }

    private static List<Carrier> carriers(MarkedYaml yaml) {
        return yaml.json().path("receivers").properties().stream()
                .map(entry -> new Carrier(
                        entry.getKey(),
                        entry.getValue().asText(""),
                        new Origin(
                                yaml.file(),
                                yaml.line(JsonPointer.compile("/receivers").appendProperty(entry.getKey())))))
                .toList();
    }

    private static Origin origin(MarkedYaml yaml, String where) {
        return new Origin(yaml.file(), yaml.line(JsonPointer.compile(where)));
    }
}
