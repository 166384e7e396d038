package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.Dice;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Wait;
import io.tocsin.pipeline.outbox.TestStages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A story over a real file: alerts, ends, edits of rules, claims, answers of receivers, restarts, dead letters, in any order. Its
 * readers believe what they are told; at the end everything goes through again, and then they have to know what is so.
 */
final class StoredStory {

    static final List<String> RECEIVERS = List.of("ops", "pager", "mail");
    private static final List<String> RULES = List.of("A", "B", "C");
    private static final List<String> ALERTS = List.of("x", "y", "z");
    private static final List<Severity> SEVERITIES = List.of(Severity.CRITICAL, Severity.HIGH, Severity.LOW);

    /** What one address takes to be so of one incident. */
    private static final class Reader {
        boolean believes;
        boolean mayBelieve;
        boolean heardTheEnd;
        final Set<Long> versions = new HashSet<>();
        final Set<String> fires = new HashSet<>();
        final Set<String> mayFire = new HashSet<>();
        /** What it was told to fire by messages that nobody answered for. */
        final Set<String> perhapsFires = new HashSet<>();
    }

    private final TestStages hub;
    private final String name;
    private final List<String> log = new ArrayList<>();
    private final Map<String, Severity> firing = new LinkedHashMap<>();
    private final List<Delivery> inFlight = new ArrayList<>();
    private final Map<List<String>, Reader> readers = new HashMap<>();
    private final boolean isTimed;
    private final boolean isGrouped;
    private boolean keptQuiet;

    StoredStory(TestStages hub, String name, int first) {
        this.hub = hub;
        this.name = name;
        Dice dice = new Dice(first);
        this.isGrouped = dice.next(3) == 0;
        this.isTimed = isGrouped || dice.next(3) == 0;
        hub.groupBy(isGrouped ? "together" : "");
        hub.flapping = isGrouped && dice.next(2) == 0
                ? Optional.of(new Flapping.Limit(1 + dice.next(2), Duration.ofMinutes(5)))
                : Optional.empty();
        hub.policies.clear();
        hub.fallbacks.clear();
        RULES.subList(0, 2 + dice.next(2)).forEach(rule -> edit(rule, dice, false));
        if (dice.next(2) == 0) {
            hub.fallbacks.put("ops", dice.next(2) == 0 ? "pager" : "mail");
        }
        log.add("fallbacks " + hub.fallbacks + ", flapping " + hub.flapping);
    }

    List<String> log() {
        return log;
    }

    void step(int code) {
        Dice dice = new Dice(code);
        if (isTimed && dice.next(3) > 0) {
            hub.look();
            note("looked");
        }
        if (dice.next(3) > 0) {
            note("fanned out " + hub.fanOut());
        }
        switch (dice.next(18)) {
            case 0, 1, 2 -> fire(alert(dice), SEVERITIES.get(dice.next(3)), some(RULES, dice));
            case 3, 4 -> over(alert(dice));
            case 5 -> edit(RULES.get(dice.next(3)), dice, true);
            case 6 -> note("fan-out failed " + hub.failFanOut());
            case 7, 8, 9 -> claim(RECEIVERS.get(dice.next(3)), dice.next(2));
            case 10, 11, 12, 13 -> answer(dice);
            case 14 -> note("dead letters " + hub.deadLetters());
            case 15 -> settleLetters(dice);
            case 16 -> pass(dice.next(4));
            default -> breakers(dice);
        }
    }

    private void note(String line) {
        log.add(line);
    }

    private String alert(Dice dice) {
        return name + (isGrouped ? "/" : "") + ALERTS.get(dice.next(3));
    }

    private static List<String> some(List<String> all, Dice dice) {
        List<String> some = all.stream().filter(one -> dice.next(2) == 0).toList();
        return some.isEmpty() ? all.subList(0, 1) : some;
    }

    private void edit(String rule, Dice dice, boolean mayGo) {
        if (mayGo && dice.next(4) == 0) {
            hub.policies.remove(rule);
            note("rule " + rule + " is gone");
            return;
        }
        boolean ends = dice.next(8) > 0;
        keptQuiet |= !ends;
        List<String> told = some(RECEIVERS, dice);
        Policy policy = TestStages.policy(rule, ends, told.toArray(String[]::new));
        hub.policies.put(rule, isTimed ? timed(policy, dice) : policy);
        note("rule " + hub.policies.get(rule));
    }

    private static Policy timed(Policy policy, Dice dice) {
        Policy waits = dice.next(2) == 0 ? policy.waiting(Wait.plain(Duration.ofSeconds(30))) : policy;
        Policy looks = dice.next(2) == 0 ? waits.every(Duration.ofSeconds(60)) : waits;
        return dice.next(3) == 0 ? looks.repeating(Duration.ofSeconds(300)) : looks;
    }

    /** From now on nothing is repeated, so that all is quiet one day. */
    private void repeatNothing() {
        hub.policies.replaceAll((rule, policy) -> {
            Policy once = Policy.atOnce(rule, policy.targets(), policy.severity(), policy.resolved(), policy.dedup())
                    .waiting(policy.waits());
            return policy.interval().map(once::every).orElse(once);
        });
    }

    private void fire(String alert, Severity severity, List<String> rules) {
        note(alert + " fires, " + severity + ", by " + rules);
        hub.fires(alert, severity, rules.toArray(String[]::new));
        firing.put(alert, severity);
    }

    private void over(String alert) {
        note(alert + " is over");
        hub.over(alert);
        firing.remove(alert);
    }

    private void claim(String receiver, int digestAbove) {
        List<Delivery> claimed = hub.claim(receiver, digestAbove);
        claimed.forEach(one -> note("is being sent: " + words(one)));
        inFlight.addAll(claimed);
    }

    private void answer(Dice dice) {
        for (int i = 0; i < 3 && inFlight.isEmpty(); i++) {
            claim(RECEIVERS.get(i), dice.next(2));
        }
        if (inFlight.isEmpty()) {
            return;
        }
        Delivery one = inFlight.remove(dice.next(inFlight.size()));
        if (one.isDigest()) {
            mayArrive(one); // what is newer does not wait for it once it has failed, and goes on from it
        }
        switch (dice.next(6)) {
            case 0 -> missed(one, hub.fail(one, FailureClass.TRANSIENT), "fails");
            case 1 -> {
                note("perhaps arrived: " + words(one));
                perhapsArrived(one);
                note("counts " + hub.fail(one, FailureClass.UNKNOWN));
            }
            case 2, 3 -> missed(one, hub.die(one), "dies");
            default -> arrive(one);
        }
    }

    /** @param counted not where its claim was over: then the hub has heard no end of this try, and takes it for one that may have got through */
    private void missed(Delivery one, boolean counted, String how) {
        note(counted + " " + how + ": " + words(one));
        if (!counted) {
            mayArrive(one);
        }
    }

    private void mayArrive(Delivery one) {
        hub.said(one).forEach(said -> {
            Reader reader = reader(said);
            reader.mayBelieve |= !said.kind().equals("resolved");
            reader.mayFire.addAll(said.firing());
        });
    }

    private void perhapsArrived(Delivery one) {
        mayArrive(one);
        hub.said(one).stream()
                .filter(said -> !isOld(one, said))
                .forEach(said -> reader(said).perhapsFires.addAll(said.firing()));
    }

    /** A digest that is tried again holds nothing back, and says of each incident when that was: who has read something newer goes by that. */
    private boolean isOld(Delivery one, TestStages.Said said) {
        return one.isDigest()
                && one.attempt() > 1
                && reader(said).versions.stream().anyMatch(version -> version > said.version());
    }

    /** Whether more was decided while nobody knew whether this had arrived: that goes on from what was certain then, and its kind says so. */
    private boolean hasNewer(TestStages.Said said) {
        return !hub.column("SELECT id FROM delivery WHERE incident_id = '" + said.incidentId() + "' AND receiver = '"
                        + said.to() + "' AND version > " + said.version())
                .isEmpty();
    }

    private void arrive(Delivery one) {
        note("arrives: " + words(one));
        List<TestStages.Said> all = hub.said(one);
        if (!hub.deliver(one)) {
            note("  and does not count");
            perhapsArrived(one);
            return;
        }
        for (TestStages.Said said : all) {
            Reader reader = reader(said);
            boolean isOld = isOld(one, said);
            assertThat(reader.versions.add(said.version()))
                    .as("one message a version: %s", said)
                    .isTrue();
            if (isOld) {
                continue;
            }
            alerts(said, reader);
            if (said.kind().equals("resolved")) {
                assertThat(reader.believes || reader.mayBelieve)
                        .as("an end without a beginning: %s", said)
                        .isTrue();
                boolean wentOn = one.isDigest() && one.attempt() > 1 && hasNewer(said);
                reader.believes = false;
                reader.mayBelieve = wentOn;
                reader.heardTheEnd = !wentOn;
            } else {
                boolean isNextRound = isTimed && said.kind().equals("opened"); // it was ending, and went on
                assertThat(reader.heardTheEnd && !isNextRound)
                        .as("after its end: %s", said)
                        .isFalse();
                reader.heardTheEnd = false;
                assertThat(said.kind().equals("opened") && reader.believes)
                        .as("begun twice: %s", said)
                        .isFalse();
                assertThat(said.kind().equals("opened") || reader.believes || reader.mayBelieve)
                        .as("goes on without a beginning: %s", said)
                        .isTrue();
                reader.believes = true;
            }
        }
    }

    private static void alerts(TestStages.Said said, Reader reader) {
        said.over().forEach(alert -> assertThat(reader.fires.remove(alert) || reader.mayFire.contains(alert))
                .as("%s is over and never fired: %s", alert, said)
                .isTrue());
        reader.fires.addAll(said.firing());
        reader.perhapsFires.removeAll(said.over());
        if (said.kind().equals("resolved")) {
            reader.mayFire.clear();
        }
    }

    private Reader reader(TestStages.Said said) {
        return readers.computeIfAbsent(List.of(said.to(), said.incidentId()), key -> new Reader());
    }

    private String words(Delivery one) {
        return one.receiver() + " "
                + hub.said(one).stream()
                        .map(said -> said.kind() + " " + said.title() + " v" + said.version())
                        .toList();
    }

    private void settleLetters(Dice dice) {
        if (dice.next(4) == 0) {
            note("discarded " + hub.discard().done().size());
        } else {
            note("redriven " + hub.redrive().done().size());
        }
    }

    private void pass(int how) {
        long seconds = List.of(1, 6, 60, 400).get(how);
        hub.clock.advance(java.time.Duration.ofSeconds(seconds));
        note(seconds + " s pass");
    }

    private void breakers(Dice dice) {
        if (dice.next(2) == 0 && hub.fallbacks.containsKey("ops")) {
            note("taken over " + hub.takeOver("ops"));
        } else {
            restart();
        }
    }

    private void restart() {
        note("the hub starts again");
        inFlight.forEach(this::perhapsArrived);
        inFlight.clear();
        hub.restart();
    }

    /** From now on everything goes through. */
    void end() {
        repeatNothing();
        restart();
        hub.drain(this::arrive);
        Map.copyOf(firing)
                .forEach((alert, severity) ->
                        fire(alert, severity == Severity.HIGH ? Severity.CRITICAL : Severity.HIGH, RULES));
        hub.drain(this::arrive);
        firing.keySet().forEach(this::isKnown);
        List.copyOf(firing.keySet()).forEach(this::over);
        hub.drain(this::arrive);
        note("redriven " + hub.redrive().done().size());
        hub.drain(this::arrive);
        endsAreHeard();
        allIsSettled();
        booksReadBackEqual();
        hub.discard();
        hub.heard();
    }

    /** But those that rules do not tell, and those of which somebody said that they are not to be. */
    private void endsAreHeard() {
        Set<String> given = new HashSet<>(
                hub.column("SELECT d.receiver || ' ' || d.incident_id FROM delivery d WHERE d.state = 'discarded'"
                        + " OR d.digest_id IN (SELECT id FROM delivery WHERE state = 'discarded')"));
        readers.forEach((of, reader) -> {
            if (!keptQuiet && !given.contains(String.join(" ", of))) {
                assertThat(reader.believes).as("%s heard the end", of).isFalse();
                assertThat(reader.fires).as("%s heard all ends", of).isEmpty();
                assertThat(reader.perhapsFires)
                        .as("%s heard the ends of all that it may have heard", of)
                        .isEmpty();
            }
        });
    }

    private void isKnown(String alert) {
        String incident = hub
                .column("SELECT i.id FROM incident i JOIN alert a ON a.incident_id = i.id"
                        + " WHERE i.state <> 'resolved' AND a.fingerprint = '" + alert + "'")
                .stream()
                .findFirst()
                .orElse("none");
        Set<String> named = new HashSet<>();
        hub.policies.values().forEach(policy -> policy.targets()
                .forEach(target -> named.add(((io.tocsin.model.recipient.Target.Receiver) target).name())));
        named.forEach(to -> {
            Reader reader = readers.getOrDefault(List.of(to, incident), new Reader());
            assertThat(reader.believes && reader.fires.contains(alert))
                    .as("%s knows %s", to, alert)
                    .isTrue();
        });
    }

    private void allIsSettled() {
        assertThat(hub.column("SELECT receiver || ' ' || version FROM delivery WHERE state = 'pending'"))
                .isEmpty();
        assertThat(hub.column("SELECT id FROM notice WHERE state = 'pending'")).isEmpty();
        assertThat(hub.column("SELECT id FROM dead_letter WHERE told = 0")).isEmpty();
        assertThat(hub.column("SELECT group_key FROM incident WHERE state <> 'resolved'"))
                .isEmpty();
    }

    private void booksReadBackEqual() {
        hub.column("SELECT book FROM incident WHERE group_key LIKE '% " + name + "%'")
                .forEach(text -> {
                    Book book = Book.read(text);
                    assertThat(book.text()).isEqualTo(text);
                    assertThat(Book.read(book.text())).isEqualTo(book);
                });
    }
}
