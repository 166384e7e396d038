package io.tocsin.model.recipient;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is notified of a notice, now that it goes out.
 *
 * @param drafts one delivery for each receiver and address
 * @param lost why somebody whom the rule wants told is not, a line each
 */
public record Resolution(List<Address> drafts, List<String> lost) {

    public Resolution {
        drafts = List.copyOf(drafts);
        lost = List.copyOf(lost);
    }

    /**
     * Finds out, from state, input and time alone.
     *
     * @param targets whom the rule names
     * @param severity of the incident
     * @param now when it goes out
     * @param recipients as they are now
     */
    public static Resolution of(List<Target> targets, Severity severity, Instant now, Recipients recipients) {
        Gathering gathering = new Gathering(schedules(targets), severity, now, recipients);
        for (Target target : targets) {
            if (target instanceof Target.Receiver receiver) {
                gathering.add(Address.of(receiver.name()));
            } else if (target instanceof Target.People people) {
                gathering.add(people);
            }
        }
        return new Resolution(List.copyOf(gathering.drafts.values()), List.copyOf(gathering.lost));
    }

    /** Schedules that may be why somebody of these targets is told. */
    private static Set<String> schedules(List<Target> targets) {
        return targets.stream()
                .flatMap(target -> target instanceof Target.People people
                        ? Stream.concat(people.schedules().stream(), people.onCallIn().stream())
                        : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Where somebody who was notified is notified again: at the same address, and at once or after their quiet hours as they are
     * now; whether they are on call still is asked again. Whoever is nobody in particular, a receiver at its own address, is always there.
     *
     * @param told what was asked for then
     * @param severity of what is to be told
     * @param now when it goes out
     * @param recipients as they are now
     * @return empty where the person is gone
     */
    public static Optional<Address> still(Address told, Severity severity, Instant now, Recipients recipients) {
        if (told.recipient().isEmpty()) {
            return Optional.of(new Address(told.receiver(), told.address()));
        }
        return Person.nameIn(told.recipient())
                .flatMap(recipients::person)
                .map(person -> new Address(
                        told.receiver(),
                        told.address(),
                        person.aboutAgain(told.recipient(), now, recipients),
                        recipients.heldUntil(person, Person.kindIn(told.recipient()), severity, now)));
    }

    /** Why people whom a target names are not there at all, whatever their addresses, a line each. */
    static List<String> absent(Target.People target, Instant now, Recipients recipients) {
        List<String> absent = gone(target, now, recipients);
        target.schedules().stream()
                .flatMap(name -> recipients.schedule(name).stream())
                .filter(schedule -> schedule.people(now).isEmpty())
                .forEach(schedule -> absent.add(nobodyOnCall(schedule)));
        return absent;
    }

    private static String nobodyOnCall(Schedule schedule) {
        return "nobody is on call in the schedule " + schedule.name();
    }

    private static List<String> gone(Target.People target, Instant now, Recipients recipients) {
        List<String> missing = new ArrayList<>();
        target.names().stream()
                .filter(name -> recipients.person(name).isEmpty())
                .forEach(name -> missing.add("no person is called " + name + " any more"));
        target.teams().stream()
                .filter(name -> recipients.team(name).isEmpty())
                .forEach(name -> missing.add("no team is called " + name + " any more"));
        target.schedules().forEach(name -> recipients
                .schedule(name)
                .ifPresentOrElse(
                        schedule -> schedule.people(now).stream()
                                .filter(person -> recipients.person(person).isEmpty())
                                .forEach(person -> missing.add("no person is called " + person
                                        + " any more, who is on call in the schedule " + name)),
                        () -> missing.add("no schedule is called " + name + " any more")));
        return missing;
    }

    private static final class Gathering {

        private final Set<String> schedules;
        private final Severity severity;
        private final Instant now;
        private final Recipients recipients;
        private final Map<Address.Key, Address> drafts = new LinkedHashMap<>();
        private final Set<String> lost = new LinkedHashSet<>();

        Gathering(Set<String> schedules, Severity severity, Instant now, Recipients recipients) {
            this.schedules = schedules;
            this.severity = severity;
            this.now = now;
            this.recipients = recipients;
        }

        /** What two who share an address are told goes out as soon as the first of them may be told. */
        void add(Address draft) {
            drafts.merge(draft.key(), draft, Address::sooner);
        }

        void add(Target.People target) {
            List<String> kinds = target.via().kinds(severity);
            if (kinds.isEmpty()) {
                return;
            }
            List<String> missing = missing(target, kinds);
            lost.addAll(missing);
            boolean told = false;
            for (Person person : recipients.meantAt(target, now)) {
                Optional<OnCall> onCall = OnCall.of(person.name(), schedules, now, recipients);
                for (String kind : kinds) {
                    Optional<Carrier> carrier = recipients.carrier(kind).filter(found -> person.has(kind));
                    carrier.ifPresent(found -> add(draft(person, found, onCall)));
                    told |= carrier.isPresent();
                }
            }
            List<Schedule> empty = target.schedules().stream()
                    .flatMap(name -> recipients.schedule(name).stream())
                    .filter(schedule -> schedule.people(now).isEmpty())
                    .toList();
            for (Schedule schedule : empty) {
                if (!told || !schedule.mayBeEmpty()) {
                    lost.add(nobodyOnCall(schedule));
                }
            }
            if (!told && missing.isEmpty() && empty.isEmpty()) {
                lost.add("nobody of those whom the rule names has an address of the kind " + String.join(", ", kinds));
            }
        }

        private List<String> missing(Target.People target, List<String> kinds) {
            List<String> missing = gone(target, now, recipients);
            kinds.stream()
                    .filter(kind -> recipients.carrier(kind).isEmpty())
                    .forEach(kind -> missing.add("no receiver carries addresses of the kind " + kind));
            return missing;
        }

        private Address draft(Person person, Carrier carrier, Optional<OnCall> onCall) {
            return new Address(
                    carrier.receiver(),
                    person.addresses().get(carrier.kind()),
                    person.about(carrier.kind(), onCall),
                    recipients.heldUntil(person, carrier.kind(), severity, now));
        }
    }
}
