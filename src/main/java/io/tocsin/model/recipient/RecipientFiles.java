package io.tocsin.model.recipient;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.NearestWord;
import io.tocsin.files.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code rules/recipients.yaml}, of each folder that has one, as one list of people, teams and carriers. */
public final class RecipientFiles {

    /** The file's name. */
    public static final String NAME = "recipients.yaml";

    private final RecipientFile file = new RecipientFile();
    private final Set<String> languages;

    /** For a hub that runs: readers of languages that messages are not translated into get English. */
    public RecipientFiles() {
        this(Set.of());
    }

    /** @param languages those that messages are translated into: another one is a mistake */
    public RecipientFiles(Set<String> languages) {
        this.languages = new TreeSet<>(languages);
    }

    /**
     * The recipients of all files.
     *
     * @throws InvalidFileException with everything that is wrong in any of them
     */
    public Recipients read(List<FileText> files) {
        List<Finding> findings = new ArrayList<>();
        KnownPeople known = sound(files, findings);
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return known.recipients();
    }

    /**
     * The recipients of all files, each with what is right of it: for a check, which looks further whatever is wrong.
     *
     * @param findings gets everything that is wrong
     */
    public KnownPeople sound(List<FileText> files, List<Finding> findings) {
        List<Person> people = new ArrayList<>();
        List<Team> teams = new ArrayList<>();
        List<RecipientFile.Member> members = new ArrayList<>();
        List<Carrier> carriers = new ArrayList<>();
        StringBuilder unread = new StringBuilder();
        boolean isCertain = true;
        for (FileText text : files) {
            try {
                RecipientFile.Content content = file.read(text.name(), text.content(), languages, findings);
                people.addAll(content.people());
                teams.addAll(content.teams());
                members.addAll(content.members());
                carriers.addAll(content.carriers());
                isCertain &= content.isCertain();
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
                unread.append(text.content()).append('\n');
            }
        }
        KnownPeople known = new KnownPeople(
                new Recipients(people, teams, carriers), unread.toString(), isCertain && unread.isEmpty());
        findings.addAll(repeatedNames(people, teams));
        findings.addAll(repeatedKinds(carriers));
        findings.addAll(unknownMembers(people, members, known));
        return known;
    }

    private static List<Finding> repeatedNames(List<Person> people, List<Team> teams) {
        Map<String, Origin> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        Stream.concat(
                        people.stream().map(person -> Map.entry(person.name(), person.origin())),
                        teams.stream().map(team -> Map.entry(team.name(), team.origin())))
                .forEach(named -> {
                    Origin other = first.putIfAbsent(named.getKey(), named.getValue());
                    if (other != null) {
                        findings.add(named.getValue()
                                .finding(
                                        "the name `" + named.getKey() + "` a second time",
                                        "a name of its own for each person, team and receiver",
                                        "rename one of the two (the first is in " + other + ")"));
                    }
                });
        return findings;
    }

    private static List<Finding> repeatedKinds(List<Carrier> carriers) {
        Map<String, Carrier> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Carrier carrier : carriers) {
            Carrier other = first.putIfAbsent(carrier.kind(), carrier);
            if (other != null) {
                findings.add(carrier.origin()
                        .finding(
                                "a second receiver for addresses of the kind `" + carrier.kind() + "`",
                                "one for each kind",
                                "remove one of the two (the first is in " + other.origin() + ")"));
            }
        }
        return findings;
    }

    private static List<Finding> unknownMembers(
            List<Person> people, List<RecipientFile.Member> members, KnownPeople known) {
        Set<String> names = people.stream().map(Person::name).collect(Collectors.toSet());
        return members.stream()
                .filter(member -> !names.contains(member.name()) && !known.mayHave(member.name()))
                .map(member -> member.origin()
                        .finding(
                                "the member `" + member.name() + "` of team `" + member.team() + "`",
                                "the name of a person under `people`",
                                NearestWord.of(member.name(), names)
                                        .map(word -> "did you mean `" + word + "`?")
                                        .orElse("add a person of this name, or remove the member")))
                .toList();
    }
}
