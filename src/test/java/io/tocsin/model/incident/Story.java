package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A story of one group, told to {@link Incidents#decide} and to {@link NaiveIncident}: alerts, ends, edits of rules, what holds
 * back, acts, time, a clock that is set back, and deliveries that wait, are sent, fail, are taken over and redriven. After each
 * step both must have said the same to the same addresses; what arrives is read by readers who believe what they are told.
 */
final class Story {

    private static final Instant ZERO = Instant.parse("2026-11-29T10:00:00Z");
    private static final List<String> RULES = List.of("A", "B", "C", "D");
    private static final List<String> ALERTS = List.of("v", "w", "x", "y", "z");
    /** So few that stories come to it. */
    private static final int MOST_LOST = 2;

    /** What fires on for so many seconds after it was resolved is another incident. */
    private static final long REOPEN = 1_500;

    private static final int WITHIN = 500;

    private static final List<String> FALLBACKS = List.of("mail", "fallback");
    private static final List<List<String>> NOTIFY = List.of(
            List.of("slack"),
            List.of("slack", "mail"),
            List.of("mail", "critical-pager"),
            List.of("slack", "night-sms"),
            List.of("gone-ana", "critical-pager", "slack"),
            List.of());

    /** A delivery, and the message that the reference wrote for it. */
    private static final class Delivery {
        Told told;
        NaiveIncident.Message message;
        Set<String> fires;
        Set<String> over;
        boolean flies;
        boolean done;
        boolean isDead;
        boolean isUnanswered;

        boolean isPending() {
            return !done && !told.isGone();
        }

        boolean isWaiting() {
            return isPending() && !flies;
        }

        String words() {
            return told.address().receiver() + " version " + told.version();
        }
    }

    /** Somebody who has read these messages, by their versions, and believes them. */
    private record Reader(Set<Long> read, Set<String> believes, boolean inRound, int round) {

        Reader after(Delivery delivery) {
            Set<Long> versions = new TreeSet<>(read);
            if (!versions.add(delivery.told.version())) {
                return this; // the second of a message tells nothing
            }
            Set<String> now = new TreeSet<>(believes);
            now.removeAll(delivery.over);
            now.addAll(delivery.fires);
            return new Reader(versions, now, delivery.told.kind() != Kind.RESOLVED, delivery.told.round());
        }
    }

    private static final Addresses WHO = new Addresses() {
        @Override
        public List<Address> named(List<Target> targets, Severity severity, Instant now) {
            return targets.stream()
                    .map(target -> ((Target.Receiver) target).name())
                    .filter(name -> !name.startsWith("critical-") || severity == Severity.CRITICAL)
                    .map(name -> address(name, severity, now))
                    .toList();
        }

        @Override
        public Optional<Address> still(Address told, Severity severity, Instant now) {
            return told.receiver().startsWith("gone-")
                    ? Optional.empty()
                    : Optional.of(address(told.receiver(), severity, now));
        }

        private Address address(String name, Severity severity, Instant now) {
            boolean held = name.startsWith("night-") && Severity.HIGH.worseThan(severity);
            return new Address(name, "", "", held ? Optional.of(now.plusSeconds(10_000)) : Optional.empty());
        }
    };

    private final Map<String, NaiveIncident.Rule> rules = new LinkedHashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private final Map<String, Long> heldUntil = new HashMap<>();
    private final Map<String, List<Delivery>> deliveries = new TreeMap<>();
    /** Of each address all that its reader may be: what nobody answered for was read or not. */
    private final Map<String, Set<Reader>> readers = new TreeMap<>();

    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private final Set<String> missed = new HashSet<>();
    private final boolean grouped;
    private final boolean forgets;
    /** How often an alert may fire again in so many seconds. */
    private final Optional<Flapping.Limit> flapping;

    private final Map<String, Member> formerly = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private Standing standing;
    private NaiveIncident naive;
    private long now;
    private int opened;
    private int messages;
    private boolean keptQuiet;

    /**
     * @param forgets whether alerts may also be over because nobody spoke of them, which nobody hears
     * @param flapping how often an alert may fire again until it flaps; 0 for any number of times
     */
    Story(boolean grouped, boolean forgets, int flapping) {
        this.grouped = grouped;
        this.forgets = forgets;
        this.flapping = Optional.of(new Flapping.Limit(flapping, Duration.ofSeconds(WITHIN)))
                .filter(limit -> flapping > 0);
        begin();
    }

    private void begin() {
        NaiveIncident before = naive;
        if (standing != null) {
            ((Members) standing.roster()).all().forEach(member -> formerly.put(member.alert(), member));
        }
        standing = Standing.fresh("inc" + ++opened, grouped ? Optional.of("group") : Optional.empty(), instant());
        naive = new NaiveIncident();
        naive.within = WITHIN;
        naive.mayFireAgain = flapping.map(Flapping.Limit::changes).orElse(0);
        if (before != null) {
            naive.again = before.again;
            naive.wereOver = before.wereOver;
            before.firing()
                    .forEach(
                            e -> { // somebody resolved it
                                naive.wereOver.remove(e.alert);
                                naive.again.remove(e.alert);
                            });
        }
        deliveries.clear();
        readers.clear();
        versions.clear();
        delivered.clear();
        missed.clear();
    }

    private Instant instant() {
        return ZERO.plusSeconds(now);
    }

    /** What happened so far, a line each. */
    List<String> log() {
        return log;
    }

    // steps

    void step(int code) {
        Dice dice = new Dice(code);
        int what = dice.next(100);
        if (what < 30) {
            fire(dice);
        } else if (what < 47) {
            clear(ALERTS.get(dice.next(ALERTS.size())), forgets && dice.next(3) == 0);
        } else if (what < 60) {
            pass(dice.next(700));
        } else if (what < 64) {
            late(dice.next(2_000));
        } else if (what < 70) {
            edit(dice);
        } else if (what < 74) {
            hold(ALERTS.get(dice.next(ALERTS.size())), dice);
        } else if (what < 80) {
            act(dice);
        } else if (what < 82 && flapping.isPresent()) {
            blink(ALERTS.get(dice.next(2)), dice);
        } else if (what < 82) {
            clockBack(dice.next(400) + 1);
        } else if (what < 92) {
            deliverAll(dice.next(4) == 0);
        } else {
            delivery(dice);
        }
    }

    private void fire(Dice dice) {
        String alert = ALERTS.get(dice.next(ALERTS.size()));
        Severity severity = Severity.values()[dice.next(4)];
        Set<String> matching = new LinkedHashSet<>();
        int mask = dice.next(16);
        for (int i = 0; i < RULES.size(); i++) {
            if ((mask >> i & 1) == 1 && rules.containsKey(RULES.get(i))) {
                matching.add(RULES.get(i));
            }
        }
        fire(alert, severity, matching);
    }

    private void fire(String alert, Severity severity, Set<String> matching) {
        fire(new Input.Fired(alert, alert, severity, alert.compareTo("x") > 0, List.copyOf(matching)));
    }

    private void fire(Input.Fired word) {
        Set<String> matching = new LinkedHashSet<>(word.rules());
        if (naive.lingers(word.alert())) {
            String earlier = standing.incident().id();
            if (leaves(word)) {
                fire(word.after(new Handling.Earlier(earlier, "ana")));
            }
            return;
        }
        if (naive.isOver) {
            begin();
        }
        Optional<Member> last = Optional.ofNullable(formerly.get(word.alert()));
        Input.Fired fired = flapping.map(limit -> word.watched(Flapping.Watch.of(limit, last)))
                .orElse(word);
        Decision decision = decide(
                fired.alert() + " fires " + fired.severity() + " " + matching + (fired.isOneShot() ? " one-shot" : ""),
                fired,
                () -> naive.fires(
                        fired.alert(),
                        fired.severity(),
                        fired.isOneShot(),
                        matching,
                        fired.earlier().isPresent()));
        if (decision.effect() == Decision.Effect.OPENED) {
            assertThat(standing.incident().handling().earlier()).isEqualTo(fired.earlier());
        }
    }

    /** An alert fires on after somebody resolved its incident; whether it is another one's now. */
    private boolean leaves(Input.Fired fired) {
        boolean[] leaves = new boolean[1];
        Decision decision = decide(
                fired.alert() + " fires on " + fired.severity() + (fired.isOneShot() ? " one-shot" : ""),
                fired,
                () -> leaves[0] =
                        naive.leaves(fired.alert(), fired.severity(), fired.isOneShot(), Set.copyOf(fired.rules())));
        assertThat(decision.effect())
                .as("what fires on")
                .isEqualTo(leaves[0] ? Decision.Effect.REOPENED : Decision.Effect.DUPLICATE);
        return leaves[0];
    }

    /** It goes over and fires again, some times. */
    private void blink(String alert, Dice dice) {
        for (int i = 0; i <= dice.next(4); i++) {
            fire(alert, Severity.values()[dice.next(3)], rules.keySet());
            now += dice.next(60);
            clear(alert, false);
            pass(dice.next(60));
        }
    }

    private void clear(String alert, boolean stale) {
        keptQuiet |= stale;
        decide(
                alert + (stale ? " stale" : " over"),
                new Input.Cleared(alert, "resolved", stale),
                () -> naive.over(alert, stale));
    }

    private void pass(int seconds) {
        long until = now + seconds;
        while (due() != null && due() <= until) {
            now = Math.max(now, due());
            timeCame();
        }
        now = until;
    }

    private void late(int seconds) {
        now += seconds;
        timeCame();
    }

    private void timeCame() {
        if (standing.incident().lingers() && due() != null && due() <= now) {
            reopen();
            return;
        }
        decide("time", new Input.TimeCame(), () -> {});
    }

    /** What a store does with what still fires long after its incident was resolved: each alert is another incident's. */
    private void reopen() {
        List<Input.Fired> fire = naive.firing().stream()
                .map(e -> new Input.Fired(e.alert, e.alert, e.severity, false, List.copyOf(e.rules.keySet())))
                .toList();
        String earlier = standing.incident().id();
        fire.forEach(
                fired -> assertThat(leaves(fired)).as("it fired long enough").isTrue());
        fire.forEach(fired -> fire(fired.after(new Handling.Earlier(earlier, "ana"))));
    }

    private Long due() {
        return standing.incident()
                .dueAt()
                .map(due -> Duration.between(ZERO, due).toSeconds())
                .orElse(null);
    }

    private void edit(Dice dice) {
        String name = RULES.get(dice.next(RULES.size()));
        if (dice.next(4) == 0) {
            rules.remove(name);
            policies.remove(name);
            log.add(now + " rule " + name + " removed");
            return;
        }
        put(rule(name, dice));
        log.add(now + " rule " + rules.get(name));
    }

    private void put(NaiveIncident.Rule rule) {
        rules.put(rule.name(), rule);
        policies.put(rule.name(), policy(rule));
    }

    private NaiveIncident.Rule rule(String name, Dice dice) {
        int waits = dice.next(4);
        boolean ends = dice.next(12) > 0;
        keptQuiet |= !ends;
        return new NaiveIncident.Rule(
                name,
                NOTIFY.get(dice.next(NOTIFY.size())),
                dice.next(4) == 0 ? Severity.values()[dice.next(4)] : null,
                waits == 0 ? Map.of(Severity.CRITICAL, 0, Severity.HIGH, 10) : Map.of(),
                waits < 2 ? 30 : 0,
                List.of(0, 0, 60, 300).get(dice.next(4)),
                List.of(0, 0, 500, 1000).get(dice.next(4)),
                ends,
                List.of(0, 200, 400).get(dice.next(3)));
    }

    /** The rules at the beginning. */
    void rules(int code) {
        Dice dice = new Dice(code);
        RULES.forEach(name -> {
            put(rule(name, dice));
            log.add("rule " + rules.get(name));
        });
    }

    private void hold(String alert, Dice dice) {
        heldUntil.remove(alert);
        if (!held.remove(alert)) {
            held.add(alert);
            if (dice.next(3) > 0) {
                heldUntil.put(alert, now + 1 + dice.next(1_500));
            }
        }
        decide("held: " + held + " until " + heldUntil, new Input.HoldChanged("silence"), () -> naive.holdChanged());
    }

    private void act(Dice dice) {
        if (naive.episodes.isEmpty()) {
            return;
        }
        int what = dice.next(13);
        if (what < 4) {
            act(new Input.Acknowledged("ana"), naive::acknowledge);
        } else if (what < 6) {
            act(new Input.Unacknowledged("ana"), naive::unacknowledge);
        } else if (what < 8) {
            String to = dice.next(2) == 0 ? "bo" : null;
            act(new Input.Assigned("ana", Optional.ofNullable(to)), () -> naive.assign(to));
        } else if (what < 10) {
            PublicStatus.Phase phase = PublicStatus.Phase.values()[dice.next(4)];
            act(new Input.Stated("ana", PublicStatus.Change.to(phase)), () -> naive.state(phase));
        } else if (what < 12) {
            act(
                    new Input.ResolvedBy("ana", PublicStatus.Change.NONE, Duration.ofSeconds(REOPEN)),
                    () -> naive.resolve(REOPEN));
        } else {
            act(new Input.Closed("ana"), naive::close);
        }
    }

    private void act(Input.Act act, Runnable reference) {
        decide(act.toString(), act, reference);
    }

    private void clockBack(int seconds) {
        log.add(now + " clock set back by " + seconds);
        now -= seconds;
        naive.clockBack(seconds);
        standing = Rewound.due(standing, standing.incident().dueAt().map(due -> due.minusSeconds(seconds)));
    }

    // deliveries

    private void deliverAll(boolean onlyBegin) {
        log.add(now + (onlyBegin ? " all that waits is being sent" : " all arrives"));
        deliveries.values().forEach(list -> list.stream()
                .filter(Delivery::isPending)
                .toList()
                .forEach(delivery -> {
                    if (list.stream().noneMatch(other -> other.flies && other != delivery)) {
                        begin(delivery);
                        if (!onlyBegin) {
                            arrive(delivery);
                        }
                    }
                }));
    }

    private void begin(Delivery delivery) {
        delivery.flies = true;
        state(delivery, Told.State.SENT);
    }

    /** It arrives now, or is being sent, so that it arrives now at the soonest. */
    private void comes(Delivery delivery) {
        standing = standing.caughtUp();
        readBack();
        becomes(delivery, delivery.told.arrivedAt(instant()));
        delivery.message.arrivedAt = now;
    }

    private void state(Delivery delivery, Told.State state) {
        becomes(delivery, delivery.told.as(state));
        delivery.message.arrivedAt = null;
        delivery.message.state = switch (state) {
            case SENT -> NaiveIncident.State.SENT;
            case TRIED -> NaiveIncident.State.TRIED;
            default -> NaiveIncident.State.WAITS;
        };
    }

    private void becomes(Delivery delivery, Told is) {
        standing = new Standing(
                standing.incident(),
                standing.roster(),
                standing.subscriptions(),
                standing.told().stream()
                        .map(told -> told.equals(delivery.told) ? is : told)
                        .toList());
        delivery.told = is;
    }

    private void arrive(Delivery delivery) {
        delivery.flies = false;
        delivery.done = true;
        delivered.put(delivery.told.address().receiver(), delivery.told.version());
        comes(delivery);
        Set<Reader> may = readers(delivery).stream()
                .filter(reader -> !reader.read.contains(delivery.told.version()))
                .collect(Collectors.toSet());
        if (!may.isEmpty()) {
            makesSense(delivery, may);
        }
        readers.put(
                delivery.told.address().receiver(),
                readers(delivery).stream().map(reader -> reader.after(delivery)).collect(Collectors.toSet()));
    }

    private Set<Reader> readers(Delivery delivery) {
        return readers.getOrDefault(
                delivery.told.address().receiver(), Set.of(new Reader(Set.of(), Set.of(), false, 0)));
    }

    /** Nobody answers for a try of it: perhaps it was read. */
    private void perhapsArrives(Delivery delivery) {
        delivery.isUnanswered = true;
        readers.put(
                delivery.told.address().receiver(),
                readers(delivery).stream()
                        .flatMap(reader -> Stream.of(reader, reader.after(delivery)))
                        .collect(Collectors.toSet()));
    }

    private static void makesSense(Delivery delivery, Set<Reader> may) {
        String to = delivery.told.address().receiver();
        int round = delivery.told.round();
        if (delivery.told.kind() == Kind.OPENED) {
            may.forEach(reader -> {
                assertThat(reader.inRound)
                        .as("%s: an opening within a round", to)
                        .isFalse();
                assertThat(round).as("%s: its round", to).isGreaterThan(reader.round);
            });
        } else {
            List<Reader> inRound = may.stream().filter(Reader::inRound).toList();
            assertThat(inRound)
                    .as("%s: %s before an opening", to, delivery.told.kind())
                    .isNotEmpty();
            inRound.forEach(reader -> assertThat(round).as("%s: its round", to).isEqualTo(reader.round));
        }
        assertThat(may.stream().flatMap(reader -> reader.believes.stream()).toList())
                .as("%s: ends without a beginning", to)
                .containsAll(delivery.over);
    }

    private void delivery(Dice dice) {
        List<Delivery> all = deliveries.values().stream()
                .flatMap(List::stream)
                .filter(d -> !d.done)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        Delivery one = all.get(dice.next(all.size()));
        List<Delivery> lane = deliveries.get(one.told.address().receiver());
        int what = dice.next(6);
        if (one.told.isGone()) {
            if (one.isDead && what == 0 && isNeeded(one.told)) {
                takeOver(one, FALLBACKS.get(dice.next(FALLBACKS.size())));
            } else if (one.isDead) {
                redrive(one);
            }
        } else if (one.flies) {
            if (what == 0) {
                arrive(one);
                return;
            }
            if (what > 2) {
                log.add(now + " nobody answers: " + one.words());
                perhapsArrives(one);
            }
            if (what == 1 || what == 3 || lane.stream().anyMatch(Delivery::isWaiting)) {
                notReached(one, what == 1 || what == 3);
            } else {
                log.add(now + " tried in vain: " + one.words());
                one.flies = false;
                state(one, one.isUnanswered ? Told.State.TRIED : Told.State.UNSENT);
            }
        } else if (what == 0) {
            notReached(one, true);
        } else if (what == 1) {
            takeOver(one, FALLBACKS.get(dice.next(FALLBACKS.size())));
        } else if (one == lane.stream().filter(Delivery::isPending).findFirst().orElseThrow()) {
            log.add(now + " is being sent: " + one.words());
            begin(one);
        }
    }

    private void notReached(Delivery one, boolean isDead) {
        one.flies = false;
        one.isDead = isDead;
        missed.add(one.told.address().receiver());
        decide(
                "not reached: " + one.words() + (one.isUnanswered ? ", perhaps" : ""),
                new Input.NotReached(one.told.address().key(), one.told.version(), "dead", one.isUnanswered),
                () -> naive.notReached(one.message, one.isUnanswered));
    }

    private void takeOver(Delivery one, String by) {
        if (one.told.address().receiver().equals(by)) {
            return;
        }
        missed.add(one.told.address().receiver());
        decide(
                by + " takes over: " + one.words(),
                new Input.TakenOver(one.told.address().key(), one.told.version(), Address.of(by), one.isUnanswered),
                () -> naive.takenOver(one.message, by, one.isUnanswered));
    }

    private void redrive(Delivery one) {
        boolean isNewest = one.told.version() == standing.incident().version();
        decide(
                "redriven: " + one.words(),
                new Input.Redriven(one.told.address().key(), one.told.version(), "ana"),
                () -> naive.redriven(one.message, isNewest));
    }

    // both at once

    private Decision decide(String words, Input input, Runnable reference) {
        log.add(now + " " + words);
        deliveries.values().stream()
                .flatMap(List::stream)
                .filter(delivery -> delivery.flies)
                .forEach(this::comes);
        heldUntil.entrySet().removeIf(hold -> hold.getValue() <= now && held.remove(hold.getKey())); // nobody says so
        Standing asked = new Standing(
                standing.incident(),
                new Members(
                        ((Members) standing.roster()).all(),
                        held.stream().collect(Collectors.toMap(alert -> alert, alert -> "silence")),
                        heldUntil.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, hold -> ZERO.plusSeconds(hold.getValue())))),
                standing.subscriptions(),
                standing.told().stream().filter(this::isNeeded).toList());
        Decision decision = grouped && (input instanceof Input.Fired || input instanceof Input.Cleared)
                ? inTwo(asked, input)
                : Incidents.decide(asked, input, policies, WHO, instant());
        naive.rules = rules;
        naive.held = held;
        naive.heldUntil = heldUntil;
        naive.at(now);
        reference.run();
        naive.steady();
        naive.look();
        naive.end();
        standing = decision.next();
        compare(decision);
        keep(decision);
        invariants(decision);
        return decision;
    }

    /** As a store does that keeps members in rows: the word with its own member alone, and what is due by a look at all of them. */
    private Decision inTwo(Standing asked, Input input) {
        Members all = (Members) asked.roster();
        Standing few = new Standing(asked.incident(), new Glimpse(all::member), asked.subscriptions(), asked.told());
        Decision word = Incidents.decide(few, input, policies, WHO, instant());
        assertThat(word.tells()).as("a word alone tells nothing").isEmpty();
        Standing now = word.next();
        Members after = word.member().map(all::with).orElse(all);
        Decision look = Incidents.decide(
                new Standing(now.incident(), after, now.subscriptions(), now.told()),
                new Input.TimeCame(),
                policies,
                WHO,
                instant());
        List<Entry> entries = new ArrayList<>(word.entries());
        entries.addAll(look.entries());
        return new Decision(
                look.next(),
                word.effect(),
                word.member(),
                word.changed(),
                look.tells(),
                look.withdrawn(),
                look.again(),
                look.refused(),
                entries,
                look.leftOut());
    }

    /** A store reads of each address what it was delivered last and all that came after it. */
    private boolean isNeeded(Told told) {
        return told.version() >= delivered.getOrDefault(told.address().receiver(), 0L);
    }

    private static Policy policy(NaiveIncident.Rule rule) {
        Map<Severity, Duration> waits = new HashMap<>();
        rule.waits().forEach((severity, seconds) -> waits.put(severity, Duration.ofSeconds(seconds)));
        return new Policy(
                rule.name(),
                rule.told().stream()
                        .map(name -> (Target) new Target.Receiver(name))
                        .toList(),
                Optional.ofNullable(rule.sets()),
                new Wait(waits, Duration.ofSeconds(rule.otherwise())),
                Optional.of(Duration.ofSeconds(rule.interval())),
                rule.repeat() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(rule.repeat())),
                rule.ends(),
                Duration.ofSeconds(rule.dedup()));
    }

    private void compare(Decision decision) {
        Set<String> mine = new TreeSet<>();
        decision.tells().forEach(tell -> tell.to().forEach(told -> mine.add(line(tell, told))));
        decision.again()
                .ifPresent(told -> mine.add(deliveries.get(told.address().receiver()).stream()
                        .filter(d -> d.told.version() == told.version())
                        .findFirst()
                        .orElseThrow()
                        .message
                        .line()));
        Set<String> theirs =
                naive.told.stream().map(NaiveIncident.Message::line).collect(Collectors.toCollection(TreeSet::new));
        if (!mine.isEmpty()) {
            log.add("    " + String.join("\n    ", mine));
        }
        assertThat(mine).as("who hears what").isEqualTo(theirs);
        assertThat(decision.withdrawn().stream()
                        .map(one -> delivery(one.address().receiver(), one.version()).message)
                        .collect(Collectors.toSet()))
                .as("what is withdrawn")
                .isEqualTo(Set.copyOf(naive.withdrawn));
        assertThat(decision.dueAt()
                        .map(due -> Duration.between(ZERO, due).toSeconds())
                        .orElse(null))
                .as("when it looks next")
                .isEqualTo(naive.due());
        assertThat(decision.next().incident().state() == Incident.State.OVER)
                .as("over")
                .isEqualTo(naive.isOver || naive.episodes.isEmpty());
        Handling handling = decision.next().incident().handling();
        assertThat(decision.refused().isPresent())
                .as("refused: " + decision.refused())
                .isEqualTo(naive.refused);
        assertThat(handling.acknowledged().isPresent()).as("acknowledged").isEqualTo(naive.acknowledged);
        assertThat(handling.assignee()).as("assignee").isEqualTo(Optional.ofNullable(naive.assignee));
        assertThat(handling.status().phase()).as("public status").isEqualTo(Optional.ofNullable(naive.phase));
        assertThat(handling.closed().isPresent()).as("closed").isEqualTo(naive.closed);
    }

    private static String line(Tell tell, Told told) {
        return told.address().receiver() + " " + tell.kind() + " round " + told.round() + " " + tell.severity() + "/"
                + told.severity() + " " + alerts(tell, true) + " over " + alerts(tell, false)
                + (told.address().heldUntil().isPresent() ? " held" : "") + " held now "
                + tell.part().heldNow().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
    }

    private static Set<String> alerts(Tell tell, boolean fires) {
        return tell.part().lines().stream()
                .filter(line -> line.fires() == fires)
                .map(line -> line.member().alert())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Delivery delivery(String receiver, long version) {
        return deliveries.get(receiver).stream()
                .filter(d -> d.told.version() == version)
                .findFirst()
                .orElseThrow();
    }

    /** What the store does: deliveries are written, and those withdrawn are not sent. */
    private void keep(Decision decision) {
        for (Tell tell : decision.tells()) {
            for (Told told : tell.to()) {
                String to = told.address().receiver();
                messages++;
                assertThat(told.version())
                        .as("one message a version: %s", to)
                        .isGreaterThan(versions.getOrDefault(to, 0L));
                versions.put(to, told.version());
                Delivery delivery = new Delivery();
                delivery.told = told;
                delivery.fires = alerts(tell, true);
                delivery.over = alerts(tell, false);
                delivery.message = naive.told.stream()
                        .filter(m -> m.to.equals(to))
                        .findFirst()
                        .orElseThrow();
                deliveries.computeIfAbsent(to, key -> new ArrayList<>()).add(delivery);
            }
        }
        decision.again().ifPresent(told -> {
            Delivery delivery = delivery(told.address().receiver(), told.version());
            delivery.message = naive.told.stream()
                    .filter(m -> m.to.equals(told.address().receiver()))
                    .findFirst()
                    .orElseThrow();
        });
        readBack();
        forget();
    }

    private void readBack() {
        Map<List<Object>, Told> is = standing.told().stream()
                .collect(Collectors.toMap(told -> List.of(told.address().receiver(), told.version()), told -> told));
        deliveries
                .values()
                .forEach(list -> list.forEach(
                        d -> d.told = is.getOrDefault(List.of(d.told.address().receiver(), d.told.version()), d.told)));
    }

    /** The store keeps of what was told only what later decisions ask for. */
    private void forget() {
        List<Told> kept = Remembered.of(
                standing.told(), told -> delivery(told.address().receiver(), told.version()).flies, MOST_LOST);
        deliveries.values().stream()
                .flatMap(List::stream)
                .forEach(d -> d.message.forgotten = kept.stream()
                        .noneMatch(
                                told -> told.address().equals(d.told.address()) && told.version() == d.told.version()));
        standing = new Standing(standing.incident(), standing.roster(), standing.subscriptions(), kept);
    }

    private void invariants(Decision decision) {
        Set<Address.Key> once = new HashSet<>();
        decision.tells().forEach(tell -> tell.to()
                .forEach(told -> assertThat(once.add(told.address().key()))
                        .as("one message for each address")
                        .isTrue()));
        List<Member> all = ((Members) standing.roster()).all();
        assertThat(standing.incident().firing()).isEqualTo(counts(all.stream().filter(Member::fires)));
        assertThat(standing.incident().over())
                .isEqualTo(all.stream().filter(m -> !m.fires()).count());
        standing.subscriptions().forEach(held -> assertThat(held.firing())
                .isEqualTo(counts(all.stream()
                        .filter(m ->
                                m.matchedBy(held.rule()).filter(Matched::fires).isPresent()))));
        for (int i = 0; i < decision.entries().size(); i++) {
            assertThat(decision.entries().get(i).n())
                    .isEqualTo(
                            standing.incident().entries() - decision.entries().size() + i + 1);
        }
    }

    private static Counts counts(Stream<Member> members) {
        Counts counts = Counts.NONE;
        for (Member member : members.toList()) {
            counts = counts.plus(member.severity(), 1);
        }
        return counts;
    }

    // the end of every story

    /**
     * Whatever happened before: once messages arrive again, everybody who is named knows what fires, and when all is over
     * nobody believes that something goes on, but who is gone or is told no ends.
     */
    void end() {
        held.clear();
        heldUntil.clear();
        decide("nothing is held", new Input.HoldChanged("over"), () -> naive.holdChanged());
        if (naive.isOver) {
            return;
        }
        fire("v", Severity.CRITICAL, rules.keySet());
        settle();
        fire("v", Severity.HIGH, rules.keySet());
        fire("v", Severity.CRITICAL, rules.keySet());
        settle();
        naive.names().forEach((address, by) -> {
            Set<String> fires = naive.firing().stream()
                    .filter(e -> e.rules.keySet().stream().anyMatch(by::contains))
                    .map(e -> e.alert)
                    .collect(Collectors.toSet());
            if (!fires.isEmpty()) {
                assertThat(readers).as("who knows all that fires").containsKey(address);
            }
            readers.getOrDefault(address, Set.of()).forEach(reader -> assertThat(reader.believes)
                    .as("%s knows all that fires", address)
                    .containsAll(fires));
        });
        ALERTS.forEach(alert -> clear(alert, false));
        settle();
        assertThat(naive.isOver || naive.episodes.isEmpty()).isTrue();
        readers.forEach((address, all) -> all.forEach(reader -> {
            if (!keptQuiet && !address.startsWith("gone-")) {
                assertThat(reader.believes).as("%s was told every end", address).isEmpty();
                assertThat(reader.inRound).as("%s: its round is over", address).isFalse();
            }
        }));
    }

    private void settle() {
        deliverAll(false);
        for (int i = 0; i < 3; i++) {
            pass(400);
            deliverAll(false);
        }
    }

    int messages() {
        return messages;
    }
}
