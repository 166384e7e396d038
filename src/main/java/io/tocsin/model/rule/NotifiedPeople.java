package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Faults;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.KnownPeople;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.schedule.Schedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether the people whom the rules of one file name are there, and whether each target reaches somebody. */
final class NotifiedPeople {

    private static final int SHOWN = 10;

    private final Faults faults;
    private final MarkedYaml yaml;
    private final Recipients recipients;
    private final KnownPeople known;

    private NotifiedPeople(Faults faults, KnownPeople known) {
        this.faults = faults;
        this.yaml = faults.yaml();
        this.known = known;
        this.recipients = known.recipients();
    }

    /** Adds what is wrong with the people of all rules, windows, escalations and questions of a file. */
    static void look(Faults faults, KnownPeople known) {
        NotifiedPeople look = new NotifiedPeople(faults, known);
        look.all("rules");
        look.all("windows");
        EscalationEntries.targets(faults).forEach(look::all);
        QuestionEntries.places(faults).forEach(place -> {
            look.all(place.appendProperty("ask"));
            look.who(place.appendProperty("by"));
        });
    }

    private void all(String list) {
        for (int i = 0; i < yaml.json().path(list).size(); i++) {
            all(JsonPointer.compile("/" + list + "/" + i + "/notify"));
        }
    }

    private void all(JsonPointer notify) {
        List<Target> targets = TargetJson.read(yaml.json().at(notify));
        for (int j = 0; j < targets.size(); j++) {
            JsonPointer place = notify.appendIndex(j).appendProperty("people");
            if (targets.get(j) instanceof Target.People people && !faults.isTold(place)) {
                at(people, place);
            }
        }
    }

    /** People who are not told anything there: they answer. */
    private void who(JsonPointer where) {
        if (faults.isTold(where) || !yaml.json().at(where).isObject()) {
            return;
        }
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.set("people", yaml.json().at(where));
        Target.People target = (Target.People)
                TargetJson.read(JsonNodeFactory.instance.arrayNode().add(wrapped))
                        .get(0);
        unknown(target.names(), where.appendProperty("names"), "person", recipients.names());
        unknown(target.teams(), where.appendProperty("teams"), "team", recipients.teamNames());
        schedules(target.schedules(), where.appendProperty("schedules"));
        if (!faults.spoils(where)
                && known.isCertain()
                && recipients.meant(target).isEmpty()) {
            faults.add(
                    where,
                    "people, and nobody of recipients.yaml is meant",
                    "at least one person who may answer",
                    "give somebody of recipients.yaml this audience, or name others");
        }
    }

    private void at(Target.People target, JsonPointer where) {
        unknown(target.names(), where.appendProperty("names"), "person", recipients.names());
        unknown(target.teams(), where.appendProperty("teams"), "team", recipients.teamNames());
        schedules(target.schedules(), where.appendProperty("schedules"));
        kinds(where.appendProperty("via"));
        boolean whoIsClear = Stream.of("names", "teams", "schedules", "audience")
                .map(where::appendProperty)
                .noneMatch(faults::spoils);
        if (whoIsClear && known.isCertain()) {
            unreached(target, where);
        }
    }

    private void unknown(List<String> names, JsonPointer where, String what, Set<String> there) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!there.contains(name) && !known.mayHave(name)) {
                faults.add(
                        where.appendIndex(i),
                        "the " + what + " `" + name + "`",
                        expectation("a " + what + " of recipients.yaml", there),
                        otherList(name, what)
                                .or(() -> NearestWord.of(name, there).map(word -> "did you mean `" + word + "`?"))
                                .orElse("add a " + what + " of this name to recipients.yaml, or name another"));
            }
        }
    }

    private void schedules(List<String> names, JsonPointer where) {
        Set<String> there = recipients.schedules().stream().map(Schedule::name).collect(Collectors.toSet());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!there.contains(name) && !known.mayHave(name)) {
                faults.add(
                        where.appendIndex(i),
                        "the schedule `" + name + "`",
                        expectation("a schedule of schedules.yaml", there),
                        NearestWord.of(name, there)
                                .map(word -> "did you mean `" + word + "`?")
                                .orElse("add a schedule of this name to schedules.yaml, or name another"));
            }
        }
    }

    /** Of a file that can't be read nobody knows what it has, only what it has not. */
    private String expectation(String what, Set<String> words) {
        return known.isRead() ? expected(what, words) : what;
    }

    private Optional<String> otherList(String name, String what) {
        if (what.equals("person")) {
            return recipients.team(name).map(team -> "it is a team: write it under `teams`");
        }
        return recipients.person(name).map(person -> "it is a person: write it under `names`");
    }

    private void kinds(JsonPointer via) {
        for (JsonPointer list : lists(via)) {
            for (int i = 0; i < yaml.json().at(list).size(); i++) {
                kind(list.appendIndex(i));
            }
        }
    }

    /** The lists of kinds: one, or one for each severity. */
    private List<JsonPointer> lists(JsonPointer via) {
        JsonNode written = yaml.json().at(via);
        if (!written.isObject()) {
            return List.of(via);
        }
        List<JsonPointer> lists = new ArrayList<>();
        written.fieldNames().forEachRemaining(severity -> lists.add(via.appendProperty(severity)));
        return lists;
    }

    private void kind(JsonPointer where) {
        String kind = yaml.json().at(where).asText();
        if (recipients.carrier(kind).isEmpty() && !known.mayHave(kind)) {
            faults.add(
                    where,
                    "the kind of address `" + kind + "`, which no receiver carries",
                    expectation("a kind of `receivers` in recipients.yaml", recipients.kinds()),
                    NearestWord.of(kind, recipients.kinds())
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("add `" + kind + ": <a receiver>` to `receivers` in recipients.yaml"));
        }
    }

    /** A target that nobody would hear of is a mistake; that one of many has no address of one kind is not. */
    private void unreached(Target.People target, JsonPointer where) {
        Collection<Person> meant = recipients.meant(target);
        if (meant.isEmpty()) {
            faults.add(
                    where,
                    "people, and nobody of recipients.yaml is meant",
                    "at least one person",
                    "give somebody of recipients.yaml this audience, or name others");
            return;
        }
        boolean eachSeverity = target.via().bySeverity().size() == Severity.values().length;
        for (JsonPointer list : lists(where.appendProperty("via"))) {
            List<String> kinds = new ArrayList<>();
            yaml.json().at(list).forEach(kind -> kinds.add(kind.asText()));
            boolean asked = !eachSeverity || !list.last().getMatchingProperty().equals("default");
            if (asked
                    && !faults.spoils(list)
                    && !kinds.isEmpty()
                    && meant.stream().noneMatch(person -> kinds.stream().anyMatch(person::has))) {
                faults.add(
                        list,
                        "via " + String.join(", ", kinds) + ", and nobody who is meant has such an address",
                        "a kind of address of at least one of them",
                        "add the address in recipients.yaml, or another kind here");
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
