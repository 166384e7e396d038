package io.tocsin.model.recipient;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The people and teams that rules can tell, and the receivers that carry it. Immutable and safe for many threads. */
public final class Recipients {

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Team> teams = new LinkedHashMap<>();
    private final Map<String, Carrier> carriers = new LinkedHashMap<>();

    /**
     * @param people each with a name of their own
     * @param teams each with a name of its own
     * @param carriers one at most for each kind of address
     */
    public Recipients(List<Person> people, List<Team> teams, List<Carrier> carriers) {
        people.forEach(person -> this.people.put(person.name(), person));
        teams.forEach(team -> this.teams.put(team.name(), team));
        carriers.forEach(carrier -> this.carriers.put(carrier.kind(), carrier));
    }

    /** Nobody. */
    public static Recipients none() {
        return new Recipients(List.of(), List.of(), List.of());
    }

    /** The person of this name. */
    public Optional<Person> person(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** The team of this name. */
    public Optional<Team> team(String name) {
        return Optional.ofNullable(teams.get(name));
    }

    /** Who carries messages to addresses of this kind. */
    public Optional<Carrier> carrier(String kind) {
        return Optional.ofNullable(carriers.get(kind));
    }

    /** The names of all people. */
    public Set<String> names() {
        return people.keySet();
    }

    /** The names of all teams. */
    public Set<String> teamNames() {
        return teams.keySet();
    }

    /** The kinds of address that a receiver carries. */
    public Set<String> kinds() {
        return carriers.keySet();
    }

    /** Whom a target means, each once, in the order of its names, teams and audience; those that are not there left out. */
    public Collection<Person> meant(Target.People target) {
        Set<Person> meant = new LinkedHashSet<>();
        Stream.concat(
                        target.names().stream(),
                        target.teams().stream()
                                .flatMap(name -> team(name).stream())
                                .flatMap(team -> team.members().stream()))
                .flatMap(name -> person(name).stream())
                .forEach(meant::add);
        target.audience().ifPresent(audience -> people.values().stream()
                .filter(person -> person.audience() == audience)
                .forEach(meant::add));
        return meant;
    }

    /** A finding for each carrier that is none of these receivers, and for each person or team with the name of one. */
    public List<Finding> beside(Set<String> receivers) {
        List<Finding> findings = new ArrayList<>();
        carriers.values().stream()
                .filter(carrier -> !carrier.receiver().isEmpty() && !receivers.contains(carrier.receiver()))
                .forEach(carrier -> findings.add(unknownReceiver(carrier, receivers)));
        people.values().stream()
                .filter(person -> receivers.contains(person.name()))
                .forEach(person -> findings.add(namedAsReceiver(person.origin(), "person", person.name())));
        teams.values().stream()
                .filter(team -> receivers.contains(team.name()))
                .forEach(team -> findings.add(namedAsReceiver(team.origin(), "team", team.name())));
        return findings;
    }

    private static Finding unknownReceiver(Carrier carrier, Set<String> receivers) {
        String known = String.join(", ", new TreeSet<>(receivers));
        return carrier.origin()
                .finding(
                        "the receiver `" + carrier.receiver() + "` for addresses of the kind `" + carrier.kind() + "`",
                        known.isEmpty() ? "a receiver, and there is none" : "one of " + known,
                        NearestWord.of(carrier.receiver(), receivers)
                                .map(word -> "did you mean `" + word + "`?")
                                .orElse("add a file for it under receivers/, or name another"));
    }

    private static Finding namedAsReceiver(Origin origin, String what, String name) {
        return origin.finding(
                "the " + what + " `" + name + "`, and a receiver of that name",
                "a name of its own for each person, team and receiver",
                "rename the " + what + ", in the rules that name it as well");
    }
}
