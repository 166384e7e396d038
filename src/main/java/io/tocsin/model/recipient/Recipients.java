package io.tocsin.model.recipient;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.files.Origin;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.schedule.FedShifts;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The people, teams and schedules that rules can tell, and the receivers that carry it. Immutable and safe for many threads. */
public final class Recipients {

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Team> teams = new LinkedHashMap<>();
    private final Map<String, Carrier> carriers = new LinkedHashMap<>();
    private final Map<String, Schedule> schedules = new LinkedHashMap<>();
    private final List<Rest> rests;

    /**
     * @param people each with a name of their own
     * @param teams each with a name of its own
     * @param carriers one at most for each kind of address
     */
    public Recipients(List<Person> people, List<Team> teams, List<Carrier> carriers) {
        this(people, teams, carriers, List.of());
    }

    /**
     * The same with schedules.
     *
     * @param schedules each with a name of its own
     */
    public Recipients(
            Collection<Person> people,
            Collection<Team> teams,
            Collection<Carrier> carriers,
            Collection<Schedule> schedules) {
        this(people, teams, carriers, schedules, List.of());
    }

    private Recipients(
            Collection<Person> people,
            Collection<Team> teams,
            Collection<Carrier> carriers,
            Collection<Schedule> schedules,
            List<Rest> rests) {
        this.rests = List.copyOf(rests);
        people.forEach(person -> this.people.put(person.name(), person));
        teams.forEach(team -> this.teams.put(team.name(), team));
        carriers.forEach(carrier -> this.carriers.put(carrier.kind(), carrier));
        schedules.forEach(schedule -> this.schedules.put(schedule.name(), schedule));
    }

    /** Nobody. */
    public static Recipients none() {
        return new Recipients(List.of(), List.of(), List.of());
    }

    /** The person of this name. */
    public Optional<Person> person(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** Whose address of this kind this is; the first in the files, where several have it. */
    public Optional<Person> at(String kind, String address) {
        return people.values().stream()
                .filter(person -> address.equals(person.addresses().get(kind)))
                .findFirst();
    }

    /** Addresses of this kind that several have, each with their names in the order of the files. */
    public Map<String, List<String>> shared(String kind) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        people.values().stream()
                .filter(person -> person.addresses().containsKey(kind))
                .forEach(person -> names.computeIfAbsent(person.addresses().get(kind), any -> new ArrayList<>())
                        .add(person.name()));
        names.values().removeIf(one -> one.size() < 2);
        return names;
    }

    /** The team of this name. */
    public Optional<Team> team(String name) {
        return Optional.ofNullable(teams.get(name));
    }

    /** Who carries messages to addresses of this kind. */
    public Optional<Carrier> carrier(String kind) {
        return Optional.ofNullable(carriers.get(kind));
    }

    /** The schedule of this name. */
    public Optional<Schedule> schedule(String name) {
        return Optional.ofNullable(schedules.get(name));
    }

    /** All schedules, in the order of the files. */
    public List<Schedule> schedules() {
        return List.copyOf(schedules.values());
    }

    /** The same people with these schedules. */
    Recipients with(List<Schedule> others) {
        return new Recipients(people.values(), teams.values(), carriers.values(), others, rests);
    }

    /** The same where people want to be left alone for a while. */
    public Recipients resting(List<Rest> wanted) {
        return wanted.isEmpty() && rests.isEmpty()
                ? this
                : new Recipients(people.values(), teams.values(), carriers.values(), schedules.values(), wanted);
    }

    /**
     * Until when what is for a person waits, since they want to be left alone there, or by their quiet hours.
     *
     * @param kind of the address
     * @param severity of the incident
     * @param now when it would be told
     * @return empty where it does not wait
     */
    Optional<Instant> heldUntil(Person person, String kind, Severity severity, Instant now) {
        Optional<Instant> rest = rests.stream()
                .filter(one -> one.person().equals(person.name()) && one.kind().equals(kind))
                .map(Rest::until)
                .filter(now::isBefore)
                .max(Comparator.naturalOrder());
        return person.quietHours()
                .flatMap(hours -> hours.heldUntil(severity, rest.orElse(now), person.timeZone()))
                .or(() -> rest);
    }

    /**
     * The same where people are on call instead of others.
     *
     * @param overrides by the names of schedules; one whose people are all gone does not count, so that somebody is called
     */
    public Recipients overridden(Map<String, List<ScheduleOverride>> overrides) {
        if (overrides.isEmpty() || schedules.isEmpty()) {
            return this;
        }
        return with(schedules.values().stream()
                .map(schedule -> schedule.with(overrides.getOrDefault(schedule.name(), List.of()).stream()
                        .filter(override -> override.people().stream().anyMatch(people::containsKey))
                        .toList()))
                .toList());
    }

    /**
     * The same where calendars say who is on call.
     *
     * @param fed what each says, by the names of schedules
     */
    public Recipients fed(Map<String, FedShifts> fed) {
        return fed.isEmpty()
                ? this
                : with(schedules.values().stream()
                        .map(schedule ->
                                fed.containsKey(schedule.name()) ? schedule.fedBy(fed.get(schedule.name())) : schedule)
                        .toList());
    }

    /** The names of all people. */
    public Set<String> names() {
        return people.keySet();
    }

    /** All people, in the order of the files. */
    public Collection<Person> people() {
        return people.values();
    }

    /** The names of all teams. */
    public Set<String> teamNames() {
        return teams.keySet();
    }

    /** The kinds of address that a receiver carries. */
    public Set<String> kinds() {
        return carriers.keySet();
    }

    /** Whom a target can mean at some time, each once, in the order of its names, teams, schedules and audience. */
    public Collection<Person> meant(Target.People target) {
        return meant(
                target,
                schedule -> schedule.feed().isPresent()
                        ? Stream.concat(schedule.everybody().stream(), people.keySet().stream())
                        : schedule.everybody().stream());
    }

    /** The same at one time: of schedules who is on call then. Those that are not there are left out. */
    public Collection<Person> meantAt(Target.People target, Instant at) {
        return meant(target, schedule -> schedule.people(at).stream());
    }

    private Collection<Person> meant(Target.People target, Function<Schedule, Stream<String>> onCall) {
        Set<Person> meant = new LinkedHashSet<>();
        Stream.of(
                        target.names().stream(),
                        target.teams().stream()
                                .flatMap(name -> team(name).stream())
                                .flatMap(team -> team.members().stream()),
                        target.schedules().stream()
                                .flatMap(name -> schedule(name).stream())
                                .flatMap(onCall))
                .flatMap(names -> names)
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
        schedules.values().forEach(schedule -> schedule.handover().ifPresent(handover -> {
            handover.receivers().stream()
                    .filter(name -> !receivers.contains(name))
                    .forEach(name -> findings.add(schedule.origin()
                            .finding(
                                    "the receiver `" + name + "` in the handover of `" + schedule.name() + "`",
                                    receivers.isEmpty()
                                            ? "a receiver, and there is none"
                                            : "one of " + String.join(", ", new TreeSet<>(receivers)),
                                    NearestWord.of(name, receivers)
                                            .map(word -> "did you mean `" + word + "`?")
                                            .orElse("add a file for it under receivers/, or name another"))));
            handover.via().stream()
                    .filter(kind -> !carriers.containsKey(kind))
                    .forEach(kind -> findings.add(schedule.origin()
                            .finding(
                                    "the kind of address `" + kind + "` in the handover of `" + schedule.name()
                                            + "`, which no receiver carries",
                                    "a kind of `receivers` in recipients.yaml",
                                    NearestWord.of(kind, carriers.keySet())
                                            .map(word -> "did you mean `" + word + "`?")
                                            .orElse("add `" + kind + ": <a receiver>` to `receivers`"))));
        }));
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
