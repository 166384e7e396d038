package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.recipient.Via;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Looks whether the people whom the rules of one file name are there, and whether each target reaches somebody. */
final class NotifiedPeople {

    private static final int SHOWN = 10;

    private final MarkedYaml yaml;
    private final Recipients recipients;
    private final String unread;
    private final List<Finding> findings = new ArrayList<>();

    /** @param unread the text of recipients files in which something is wrong: what stands there may be known */
    NotifiedPeople(MarkedYaml yaml, Recipients recipients, String unread) {
        this.yaml = yaml;
        this.recipients = recipients;
        this.unread = unread;
    }

    List<Finding> findings() {
        JsonNode rules = yaml.json().path("rules");
        for (int i = 0; i < rules.size(); i++) {
            JsonPointer notify = JsonPointer.compile("/rules/" + i + "/notify");
            List<Target> targets = TargetJson.read(yaml.json().at(notify));
            for (int j = 0; j < targets.size(); j++) {
                if (targets.get(j) instanceof Target.People people) {
                    look(people, notify.appendIndex(j).appendProperty("people"));
                }
            }
        }
        return findings;
    }

    private void look(Target.People target, JsonPointer where) {
        int before = findings.size();
        unknown(target.names(), where.appendProperty("names"), "person", recipients.names());
        unknown(target.teams(), where.appendProperty("teams"), "team", recipients.teamNames());
        kinds(where.appendProperty("via"));
        if (findings.size() == before && unread.isEmpty()) {
            unreached(target, where);
        }
    }

    private void unknown(List<String> names, JsonPointer where, String what, Set<String> known) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!known.contains(name) && !mayBeKnown(name)) {
                findings.add(yaml.finding(
                        where.appendIndex(i),
                        "the " + what + " `" + name + "`",
                        expectation("a " + what + " of recipients.yaml", known),
                        otherList(name, what)
                                .or(() -> NearestWord.of(name, known).map(word -> "did you mean `" + word + "`?"))
                                .orElse("add a " + what + " of this name to recipients.yaml, or name another")));
            }
        }
    }

    private boolean mayBeKnown(String name) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(unread)
                .find();
    }

    /** Of a file that can't be read nobody knows what it has, only what it has not. */
    private String expectation(String what, Set<String> known) {
        return unread.isEmpty() ? expected(what, known) : what;
    }

    private Optional<String> otherList(String name, String what) {
        if (what.equals("person")) {
            return recipients.team(name).map(team -> "it is a team: write it under `teams`");
        }
        return recipients.person(name).map(person -> "it is a person: write it under `names`");
    }

    private void kinds(JsonPointer via) {
        Set<JsonPointer> lists = new LinkedHashSet<>();
        JsonNode written = yaml.json().at(via);
        if (written.isObject()) {
            written.fieldNames().forEachRemaining(severity -> lists.add(via.appendProperty(severity)));
        } else {
            lists.add(via);
        }
        for (JsonPointer list : lists) {
            for (int i = 0; i < yaml.json().at(list).size(); i++) {
                kind(list.appendIndex(i));
            }
        }
    }

    private void kind(JsonPointer where) {
        String kind = yaml.json().at(where).asText();
        if (recipients.carrier(kind).isEmpty() && !mayBeKnown(kind)) {
            findings.add(yaml.finding(
                    where,
                    "the kind of address `" + kind + "`, which no receiver carries",
                    expectation("a kind of `receivers` in recipients.yaml", recipients.kinds()),
                    NearestWord.of(kind, recipients.kinds())
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("add `" + kind + ": <a receiver>` to `receivers` in recipients.yaml")));
        }
    }

    /** A target that nobody would hear of is a mistake; that one of many has no address of one kind is not. */
    private void unreached(Target.People target, JsonPointer where) {
        Collection<Person> meant = recipients.meant(target);
        if (meant.isEmpty()) {
            findings.add(yaml.finding(
                    where,
                    "people, and nobody of recipients.yaml is meant",
                    "at least one person",
                    "give somebody of recipients.yaml this audience, or name others"));
            return;
        }
        Via via = target.via();
        Set<List<String>> all = new LinkedHashSet<>(via.bySeverity().values());
        if (via.bySeverity().size() < Severity.values().length) {
            all.add(via.otherwise());
        }
        for (List<String> kinds : all) {
            if (!kinds.isEmpty()
                    && meant.stream().noneMatch(person -> kinds.stream().anyMatch(person::has))) {
                findings.add(yaml.finding(
                        where.appendProperty("via"),
                        "via " + String.join(", ", kinds) + ", and nobody who is meant has such an address",
                        "a kind of address of at least one of them",
                        "add the address in recipients.yaml, or another kind here"));
            }
        }
    }

    private static String expected(String what, Set<String> known) {
        List<String> first = new TreeSet<>(known).stream().limit(SHOWN).toList();
        return known.isEmpty()
                ? what + ", and there is none"
                : what + ": " + String.join(", ", first) + (known.size() > SHOWN ? " ..." : "");
    }
}
