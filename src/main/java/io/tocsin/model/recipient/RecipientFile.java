package io.tocsin.model.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one file of recipients. */
final class RecipientFile {

    private final SchemaCheck schema;

    /** What one file holds. */
    record Content(List<Person> people, List<Team> teams, List<Member> members, List<Carrier> carriers) {}

    /** A name in the list of a team's members. */
    record Member(String team, String name, Origin origin) {}

    RecipientFile() {
        this.schema = SchemaCheck.shipped("recipients", Map.of());
    }

    /** @throws InvalidFileException with everything that is wrong with it */
    Content read(String file, String text) {
        MarkedYaml yaml = MarkedYaml.read(file, text);
        List<Finding> findings = new ArrayList<>(schema.check(yaml));
        if (findings.isEmpty()) {
            JsonNode people = yaml.json().path("people");
            for (int i = 0; i < people.size(); i++) {
                findings.addAll(new PersonCheck(yaml, JsonPointer.compile("/people/" + i)).findings());
            }
        }
        if (!findings.isEmpty()) {
            findings.sort(Comparator.comparingInt(Finding::line));
            throw new InvalidFileException(findings);
        }
        return new Content(people(yaml), teams(yaml), members(yaml), carriers(yaml));
    }

    private static List<Person> people(MarkedYaml yaml) {
        List<Person> people = new ArrayList<>();
        for (JsonNode person : yaml.json().path("people")) {
            Map<String, String> addresses = new LinkedHashMap<>();
            person.path("addresses")
                    .properties()
                    .forEach(entry ->
                            addresses.put(entry.getKey(), entry.getValue().textValue()));
            people.add(new Person(
                    person.path("name").textValue(),
                    Audience.ofWord(person.path("audience").asText("")).orElse(Audience.TECHNICAL),
                    addresses,
                    ZoneId.of(person.path("timeZone").asText("UTC")),
                    person.path("language").asText("en"),
                    Optional.ofNullable(person.get("quietHours")).map(QuietHoursJson::read),
                    origin(yaml, "/people/" + people.size())));
        }
        return people;
    }

    private static List<Team> teams(MarkedYaml yaml) {
        List<Team> teams = new ArrayList<>();
        for (JsonNode team : yaml.json().path("teams")) {
            List<String> members = new ArrayList<>();
            team.path("members").forEach(member -> members.add(member.textValue()));
            teams.add(new Team(team.path("name").textValue(), members, origin(yaml, "/teams/" + teams.size())));
        }
        return teams;
    }

    private static List<Member> members(MarkedYaml yaml) {
        List<Member> members = new ArrayList<>();
        JsonNode teams = yaml.json().path("teams");
        for (int i = 0; i < teams.size(); i++) {
            JsonNode names = teams.get(i).path("members");
            for (int j = 0; j < names.size(); j++) {
                members.add(new Member(
                        teams.get(i).path("name").textValue(),
                        names.get(j).textValue(),
                        origin(yaml, "/teams/" + i + "/members/" + j)));
            }
        }
        return members;
    }

    private static List<Carrier> carriers(MarkedYaml yaml) {
        return yaml.json().path("receivers").properties().stream()
                .map(entry -> new Carrier(
                        entry.getKey(), entry.getValue().textValue(), origin(yaml, "/receivers/" + entry.getKey())))
                .toList();
    }

    private static Origin origin(MarkedYaml yaml, String where) {
        return new Origin(yaml.file(), yaml.line(JsonPointer.compile(where)));
    }
}
