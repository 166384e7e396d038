package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Addresses;
import io.tocsin.model.incident.Concern;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Part;
import io.tocsin.model.incident.Roster;
import io.tocsin.model.incident.Standing;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Thousands of members, each read once for a question, however many of them changed since. */
class StoredMembersTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private static final Addresses NOBODY = new Addresses() {
        @Override
        public List<Address> named(List<Target> targets, Severity severity, Instant now) {
            return List.of();
        }

        @Override
        public Optional<Address> still(Address told, Severity severity, Instant now) {
            return Optional.empty();
        }
    };

    private final Map<String, Member> stored = new LinkedHashMap<>();
    private int reads;

    private StoredMembers roster() {
        return new StoredMembers(
                (since, each) -> {
                    reads++;
                    stored.values().stream()
                            .filter(member -> member.fires() || member.changed() > since)
                            .forEach(each);
                },
                alert -> Optional.ofNullable(stored.get(alert)),
                HeldMembers.Held.NOTHING);
    }

    private static Member flapping(String alert, Optional<Instant> over) {
        Flapping flaps = new Flapping(
                Duration.ofMinutes(10),
                List.of(),
                Optional.of(NOW.minusSeconds(900)),
                NOW.minusSeconds(600),
                over.map(at -> new Flapping.End(at, "resolved", false)),
                Optional.empty(),
                0);
        return new Member(
                alert,
                alert,
                Severity.HIGH,
                NOW.minusSeconds(900),
                Optional.empty(),
                false,
                1,
                0,
                0,
                List.of(),
                Optional.of(flaps));
    }

    private Decision look() {
        return look(roster());
    }

    private Decision look(StoredMembers roster) {
        int count = stored.size();
        Incident incident = new Incident(
                "inc",
                Optional.of("group"),
                "all",
                Incident.State.OPEN,
                NOW.minusSeconds(900),
                Optional.empty(),
                count,
                0,
                Severity.HIGH,
                Counts.NONE.plus(Severity.HIGH, count),
                0,
                Handling.NONE,
                0,
                Optional.of(NOW),
                Optional.empty(),
                List.of(),
                Optional.of(NOW));
        return Incidents.decide(
                new Standing(incident, roster, List.of(), List.of()), new Input.TimeCame(), Map.of(), NOBODY, NOW);
    }

    @Test
    void thousandsThatFlappedAreSteadyInOneLook() {
        IntStream.range(0, 5_000)
                .mapToObj(i -> flapping("a" + i, i % 2 == 0 ? Optional.empty() : Optional.of(NOW.minusSeconds(600))))
                .forEach(member -> stored.put(member.alert(), member));

        Decision decision = look();

        assertThat(decision.changed()).hasSize(5_000).noneMatch(Member::flaps);
        int before = reads;
        assertThat(decision.next().roster().firing()).hasSize(2_500).noneMatch(Member::flaps);
        assertThat(reads - before).isEqualTo(1);
        assertThat(decision.next().incident().firing().total()).isEqualTo(2_500);
    }

    @Test
    void whatIsSteadyInALookThatWasAskedOfBesideTheWriterIsReadNoMoreThere() {
        IntStream.range(0, 300)
                .mapToObj(i -> flapping("a" + i, i % 2 == 0 ? Optional.empty() : Optional.of(NOW.minusSeconds(600))))
                .forEach(member -> stored.put(member.alert(), member));
        Concern concern = new Concern(Set.of("r"), Set.of(), List.of(Concern.Known.NOTHING));
        StoredMembers before = roster();
        Decision beside = look(before);
        Part part = beside.next().roster().part(concern);
        StoredMembers.Answers answers =
                before.answers((StoredMembers) beside.next().roster());
        reads = 0;

        Decision decision = look(roster().knowing(answers));

        assertThat(decision.changed()).isEqualTo(beside.changed()).hasSize(300);
        assertThat(decision.next().roster().part(concern)).isEqualTo(part);
        assertThat(decision.next().roster().worst("r")).isEmpty();
        assertThat(reads).isZero();

        Member a0 = decision.next().roster().member("a0").orElseThrow();
        Roster other = decision.next().roster().with(over(a0, NOW));
        other.part(concern);
        assertThat(reads).as("of others it is asked anew").isEqualTo(1);
    }

    @Test
    void aChangeIsSeenByTheRosterThatItMadeAndByThoseAfterIt() {
        stored.put("a", flapping("a", Optional.empty()));
        stored.put("b", flapping("b", Optional.empty()));
        Roster before = roster();
        Member a = before.member("a").orElseThrow();
        Roster one = before.with(over(a, NOW));
        Roster other = before.with(over(a, NOW.minusSeconds(1)));
        Roster two = one.with(over(before.member("b").orElseThrow(), NOW));

        assertThat(alerts(before)).containsExactlyInAnyOrder("a", "b");
        assertThat(alerts(one)).containsExactly("b");
        assertThat(alerts(two)).isEmpty();
        assertThat(two.with(a).with(over(a, NOW)).member("a").orElseThrow().overAt())
                .contains(NOW);
        assertThat(other.member("a").orElseThrow().overAt()).contains(NOW.minusSeconds(1));
        assertThat(one.member("a").orElseThrow().overAt()).contains(NOW);
        assertThat(one.member("b").orElseThrow().fires()).isTrue();
    }

    private static Member over(Member member, Instant at) {
        return new Member(
                member.alert(),
                member.title(),
                member.severity(),
                member.since(),
                Optional.of(at),
                false,
                member.count(),
                0,
                0,
                member.matched(),
                member.flapping());
    }

    private static List<String> alerts(Roster roster) {
        List<String> alerts = new ArrayList<>();
        roster.firing().forEach(member -> alerts.add(member.alert()));
        return alerts;
    }
}
