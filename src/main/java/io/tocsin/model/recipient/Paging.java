package io.tocsin.model.recipient;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Finds out whom a page reaches, from state, input and time alone. */
public final class Paging {

    private final Severity severity;
    private final Instant now;
    private final Recipients recipients;
    private final Map<Address.Key, Address> atOnce = new LinkedHashMap<>();
    private final List<Paged.Later> later = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private Paging(Severity severity, Instant now, Recipients recipients) {
        this.severity = severity;
        this.now = now;
        this.recipients = recipients;
    }

    /**
     * Whom it reaches.
     *
     * @param page who is meant
     * @param severity how bad it is
     * @param turns how many of a team were paged in turn before, by the team's name
     * @param now when it goes out
     * @param recipients as they are now
     */
    public static Paged of(
            Page page, Severity severity, ToLongFunction<String> turns, Instant now, Recipients recipients) {
        Paging paging = new Paging(severity, now, recipients);
        if (page.target() instanceof Target.People people) {
            Target.People meant = page.takesTurns() ? paging.inTurn(people, turns) : people;
            if (page.byOwnRules()) {
                paging.byOwnRules(meant);
            } else {
                paging.add(meant);
            }
        } else {
            paging.add(page.target());
        }
        return new Paged(List.copyOf(paging.atOnce.values()), paging.later, List.copyOf(paging.missing));
    }

    private void add(Target target) {
        Resolution resolution = Resolution.of(List.of(target), severity, now, recipients);
        resolution.drafts().forEach(draft -> atOnce.merge(draft.key(), draft, Address::sooner));
        missing.addAll(resolution.lost());
    }

    /** One member of each team in place of the team; a member who is not there any more has no turn. */
    private Target.People inTurn(Target.People people, ToLongFunction<String> turns) {
        List<String> names = new ArrayList<>(people.names());
        List<String> gone = new ArrayList<>();
        for (String name : people.teams()) {
            List<String> members = recipients.team(name).map(Team::members).orElse(List.of()).stream()
                    .filter(member -> recipients.person(member).isPresent())
                    .toList();
            if (members.isEmpty()) {
                gone.add(name);
                recipients
                        .team(name)
                        .ifPresent(team -> missing.add("nobody of the team " + name + " is there any more"));
            } else {
                names.add(members.get(Math.floorMod(turns.applyAsLong(name), members.size())));
            }
        }
        return new Target.People(names, gone, people.schedules(), people.audience(), people.via());
    }

    private void byOwnRules(Target.People people) {
        missing.addAll(Resolution.absent(people, now, recipients));
        Collection<Person> meant = recipients.meantAt(people, now);
        if (meant.isEmpty() && missing.isEmpty()) {
            missing.add("nobody is meant");
        }
        for (Person person : meant) {
            for (OwnRules.Step step : steps(person)) {
                if (step.after().isZero()) {
                    add(at(person.name(), step.kinds(), people.schedules()));
                } else {
                    later.add(new Paged.Later(person.name(), step.after(), step.kinds(), people.schedules()));
                }
            }
        }
    }

    /** Whoever has no rules of their own is paged at once wherever they can be. */
    private List<OwnRules.Step> steps(Person person) {
        return person.pages().map(rules -> rules.steps(severity)).orElseGet(() -> {
            List<String> kinds = person.addresses().keySet().stream()
                    .filter(kind -> recipients.carrier(kind).isPresent())
                    .sorted()
                    .toList();
            if (kinds.isEmpty()) {
                missing.add(person.name() + " has no address that a receiver carries");
            }
            return List.of(new OwnRules.Step(Duration.ZERO, kinds));
        });
    }

    /** A person at kinds of their addresses. */
    public static Target.People at(String person, List<String> kinds) {
        return at(person, kinds, List.of());
    }

    /**
     * The same of somebody who is told that they are on call, while they are.
     *
     * @param onCallIn the schedules by which they are meant
     */
    public static Target.People at(String person, List<String> kinds, List<String> onCallIn) {
        return new Target.People(List.of(person), List.of(), List.of(), Optional.empty(), Via.always(kinds), onCallIn);
    }
}
