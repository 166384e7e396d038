package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import io.tocsin.model.alert.Severity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Few names, kinds and addresses, so that people meet each other in all of them. */
class AnyResolutionTest {
    private static final Instant NIGHT = Instant.parse("2026-11-24T23:00:00Z");
    private static final Origin HERE = new Origin("recipients.yaml", 1);
    private static final QuietHours QUIET =
            new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), EnumSet.allOf(DayOfWeek.class), Severity.HIGH);
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier("email", "mail", HERE), new Carrier("sms", "phone", HERE), new Carrier("voice", "phone", HERE));

    /** Written as one asks it: for each address, is there somebody who is to be told there, and may any of them be now? */
    @Property
    void everybodyIsToldOnceAtEachAddressAndHeldOnlyWhereAllOfAnAddressAreQuiet(
            @ForAll("anyPeople") List<Person> people,
            @ForAll("anyTargets") List<Target> targets,
            @ForAll Severity severity) {
        Recipients recipients = new Recipients(people, List.of(new Team("team", List.of("p0", "p1"), HERE)), CARRIERS);

        Resolution told = Resolution.of(targets, severity, NIGHT, recipients);

        Set<String> wanted = new HashSet<>();
        Set<String> atOnce = new HashSet<>();
        for (Target target : targets) {
            Target.People meant = (Target.People) target;
            for (Person person : people) {
                for (Carrier carrier : CARRIERS) {
                    if (isMeant(meant, person)
                            && meant.via().kinds(severity).contains(carrier.kind())
                            && person.has(carrier.kind())) {
                        String door =
                                carrier.receiver() + " " + person.addresses().get(carrier.kind());
                        wanted.add(door);
                        if (person.quietHours().isEmpty() || !Severity.HIGH.worseThan(severity)) {
                            atOnce.add(door);
                        }
                    }
                }
            }
        }
        assertThat(told.drafts())
                .extracting(AnyResolutionTest::door)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(told.drafts().stream()
                        .filter(draft -> draft.heldUntil().isEmpty())
                        .map(AnyResolutionTest::door)
                        .collect(Collectors.toSet()))
                .isEqualTo(atOnce);
    }

    private static boolean isMeant(Target.People target, Person person) {
        return target.names().contains(person.name())
                || target.teams().contains("team") && List.of("p0", "p1").contains(person.name())
                || target.audience().equals(Optional.of(person.audience()));
    }

    private static String door(Address draft) {
        return draft.receiver() + " " + draft.address();
    }

    @Provide
    Arbitrary<List<Person>> anyPeople() {
        Arbitrary<Map<String, String>> addresses = Arbitraries.maps(
                        Arbitraries.of("email", "sms", "voice", "pager"), Arbitraries.of("1", "2", "3"))
                .ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(Audience.class),
                        addresses,
                        Arbitraries.of(QUIET).optional(0.5))
                .as((audience, its, quiet) -> new Person("", audience, its, ZoneOffset.UTC, "en", quiet, HERE))
                .list()
                .ofMinSize(2)
                .ofMaxSize(5)
                .map(people -> IntStream.range(0, people.size())
                        .mapToObj(i -> named("p" + i, people.get(i)))
                        .toList());
    }

    private static Person named(String name, Person person) {
        return new Person(name, person.audience(), person.addresses(), ZoneOffset.UTC, "en", person.quietHours(), HERE);
    }

    @Provide
    Arbitrary<List<Target>> anyTargets() {
        Arbitrary<List<String>> kinds =
                Arbitraries.of("email", "sms", "voice", "pager").list().ofMaxSize(3);
        Arbitrary<Via> via = Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(Severity.class), kinds).ofMaxSize(2), kinds)
                .as(Via::new);
        Arbitrary<Target> people = Combinators.combine(
                        Arbitraries.of("p0", "p2", "p4", "gone").list().ofMaxSize(2),
                        Arbitraries.of("team", "lost").list().ofMaxSize(1),
                        Arbitraries.of(Audience.class).optional(),
                        via)
                .as(Target.People::new);
        return people.list().ofMaxSize(3);
    }
}
