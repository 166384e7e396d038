package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Window;
import io.tocsin.model.time.Hours;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timers of each kind over a store, a clock that is moved and a hub that starts again and again: each tells at the first look at or
 * after its time, and once. Run others with {@code -Dtimers.seed=...}.
 */
@Tag("store")
@Tag("slow")
class TimersTest {

    private static final Instant START = TestCorridor.START;
    private static final Duration BEGINNINGS = Duration.ofMinutes(50);
    private static final Duration ALL = Duration.ofMinutes(95);
    private static final Duration REOPEN = Duration.ofMinutes(20);
    private static final Instant HOURS_BEGIN = START.plus(Duration.ofHours(1));
    private static final Duration LONGEST_STEP = Duration.ofSeconds(40);
    private static final int RULES = 10;

    /** What arrives so long after it was decided counts from then for a repeat, and what takes longer from its arrival. */
    private static final Duration SOON = Duration.ofSeconds(2);

    static final String WAITS = "SELECT 1 FROM notice WHERE state = 'pending'"
            + " UNION ALL SELECT 1 FROM delivery WHERE state = 'pending' AND due_at <= %d LIMIT 1";

    private final long seed = Long.getLong("timers.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    private TestStages hub;
    private Duration lived = Duration.ZERO;
    private Instant looked = START;
    private int restarts;

    /** What is to be done at a time. */
    private record Deed(Instant at, Runnable what) {}

    private final PriorityQueue<Deed> deeds = new PriorityQueue<>(Comparator.comparing(Deed::at));

    /** Lines that are to be heard, with the time from which on. */
    private final Map<String, Instant> due = new HashMap<>();

    private final Set<String> tried = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int heard;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "flaky");
        hub.clock.advance(lived);
        for (int i = 0; i < RULES; i++) {
            hub.policies.put(
                    "wait-" + i, TestStages.policy("wait-" + i, true, "ops").waiting(Wait.plain(waitOf(i))));
            hub.policies.put(
                    "grid-" + i, TestStages.policy("grid-" + i, true, "ops").every(intervalOf(i)));
            hub.policies.put(
                    "again-" + i, TestStages.policy("again-" + i, true, "ops").repeating(repeatOf(i)));
        }
        hub.rule("at-once", "ops");
        hub.rule("retry", "flaky");
        hub.policies.put(
                "hours",
                TestStages.policy("hours", true, "ops")
                        .active(new ActiveTimes(
                                List.of(new Hours(
                                        LocalTime.ofInstant(HOURS_BEGIN, ZoneOffset.UTC),
                                        LocalTime.of(23, 0),
                                        EnumSet.allOf(DayOfWeek.class))),
                                ZoneOffset.UTC,
                                ActiveTimes.Later.HOLD)));
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            windows.add(new Window(
                    "window-" + i,
                    "",
                    beginningWith("window" + i),
                    Recurrence.once(LocalDateTime.ofInstant(START, ZoneOffset.UTC), windowOf(i), ZoneOffset.UTC)));
        }
        hub.holds = new FileHolds(windows, List.of());
        hub.followFiles();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static Duration waitOf(int rule) {
        return Duration.ofMillis(1_700 + rule * 61_300L);
    }

    private static Duration intervalOf(int rule) {
        return Duration.ofMillis(20_000 + rule * 37_100L);
    }

    private static Duration repeatOf(int rule) {
        return Duration.ofSeconds(120 + rule * 97L);
    }

    private static Duration windowOf(int rule) {
        return Duration.ofMinutes(BEGINNINGS.toMinutes() + 1 + 3L * rule);
    }

    private static EventPattern beginningWith(String prefix) {
        return EventPattern.compile("{\"fingerprint\": [{\"prefix\": \"" + prefix + "-\"}]}");
    }

    @Test
    void aThousandTimersOverTwentyRestartsAreNeitherEarlyNorLateNorLostNorDoubled() {
        allTimersTell(1);
    }

    @Test
    @Tag("long")
    void tenThousandTimersOverTwentyRestartsAreNeitherEarlyNorLateNorLostNorDoubled() {
        allTimersTell(10);
    }

    private void allTimersTell(int times) {
        for (int i = 0; i < 40 * times; i++) {
            plan(i);
        }
        Set<Instant> starts = new HashSet<>();
        while (starts.size() < 20) {
            starts.add(START.plus(random(ALL)));
        }
        List<Instant> restartsLeft = new ArrayList<>(starts.stream().sorted().toList());
        while (lived.compareTo(ALL) < 0) {
            Instant next = hub.clock.instant().plus(random(LONGEST_STEP)).plusMillis(1);
            if (!restartsLeft.isEmpty() && restartsLeft.get(0).isBefore(next)) {
                restartsLeft.remove(0);
                restart();
            }
            while (!deeds.isEmpty() && deeds.peek().at().isBefore(next)) {
                Deed deed = deeds.poll();
                moveTo(deed.at());
                deed.what().run();
            }
            moveTo(next);
            look();
        }
        due.forEach((line, at) -> {
            if (!at.isAfter(looked)) {
                faults.add("never came: " + line + ", due " + at);
            }
        });
        System.out.println(heard + " timers told over " + restarts + " restarts, seed " + seed);
        assertThat(faults).as("seed %d", seed).isEmpty();
        assertThat(heard).isGreaterThan(900 * times);
        assertThat(restarts).isEqualTo(20);
    }

    private Duration random(Duration most) {
        return Duration.ofMillis((long) (random.nextDouble() * most.toMillis()));
    }

    private Instant beginning() {
        return START.plus(random(BEGINNINGS));
    }

    /** 25 timers and more. */
    private void plan(int number) {
        for (int i = 0; i < RULES; i++) {
            waits(i, "wait" + i + "-" + number, beginning());
        }
        for (int i = 0; i < 3; i++) {
            grid(random.nextInt(RULES), "grid" + i + "-" + number, beginning());
        }
        int rule = random.nextInt(RULES);
        again(rule, "again" + rule + "-" + number, beginning());
        int window = random.nextInt(RULES);
        heldUntil("window" + window + "-" + number, "at-once", beginning(), START.plus(windowOf(window)));
        heldUntil("hours-" + number, "hours", beginning(), HOURS_BEGIN);
        silenced(number);
        reopens("reopens-" + number, START.plus(random(BEGINNINGS)));
        for (int i = 0; i < 2; i++) {
            String alert = "retry" + i + "-" + number;
            deeds.add(new Deed(beginning(), () -> hub.fires(alert, Severity.HIGH, "retry")));
        }
    }

    private void at(Instant time, Consumer<Instant> what) {
        deeds.add(new Deed(time, () -> what.accept(hub.clock.instant())));
    }

    private void waits(int rule, String alert, Instant time) {
        at(time, now -> {
            hub.fires(alert, Severity.HIGH, "wait-" + rule);
            expect("ops opened " + alert, now.plus(waitOf(rule)));
        });
    }

    /** It is told at once, and what changes is told at a look of the grid that begins there. */
    private void grid(int rule, String alert, Instant time) {
        long interval = intervalOf(rule).toMillis();
        at(time, first -> {
            hub.fires(alert, Severity.HIGH, "grid-" + rule);
            expect("ops opened " + alert, first);
            at(first.plus(LONGEST_STEP).plusMillis(2 + (long) (random.nextDouble() * 2 * interval)), now -> {
                hub.fires(alert, Severity.CRITICAL, "grid-" + rule);
                long looks = (Duration.between(first, now).toMillis() + interval - 1) / interval;
                expect("ops updated " + alert, first.plusMillis(looks * interval));
            });
        });
    }

    private void again(int rule, String alert, Instant time) {
        at(time, now -> {
            hub.fires(alert, Severity.HIGH, "again-" + rule);
            expect("ops opened " + alert, now);
        });
    }

    private void heldUntil(String alert, String rule, Instant time, Instant until) {
        at(time, now -> {
            hub.fires(alert, Severity.HIGH, rule);
            expect("ops opened " + alert, now.isBefore(until) ? until : now);
        });
    }

    /** Three alerts behind one silence. */
    private void silenced(int number) {
        Instant from = START.plus(random(BEGINNINGS.dividedBy(2)));
        Instant until = START.plus(BEGINNINGS).plus(random(Duration.ofMinutes(40)));
        at(from, now -> assertThat(hub.silences
                        .take(new SilenceOrder(
                                "mia",
                                Optional.empty(),
                                new SilenceOrder.Be(
                                        Scope.of(beginningWith("silenced" + number)), now, until, "mia", "")))
                        .refused())
                .isEmpty());
        for (int i = 0; i < 3; i++) {
            heldUntil("silenced" + number + "-" + i, "at-once", from.plusMillis(1 + random.nextInt(60_000)), until);
        }
    }

    private void reopens(String alert, Instant time) {
        at(time, first -> {
            hub.fires(alert, Severity.HIGH, "at-once");
            expect("ops opened " + alert, first);
            at(first.plusSeconds(LONGEST_STEP.toSeconds() + 1 + random.nextInt(60)), now -> {
                String incident = hub.column("SELECT id FROM incident WHERE title = '" + alert + "'")
                        .get(0);
                Acts acts = new Acts(hub.test.corridor, hub.notifying(), REOPEN, (tx, unreached, at) -> {});
                assertThat(acts.act(new ActOrder(
                                        incident,
                                        new Input.ResolvedBy("mia", PublicStatus.Change.NONE, REOPEN),
                                        "mia (test)"))
                                .changed())
                        .isTrue();
                expect("ops resolved " + alert, now);
                expect("ops opened " + alert, now.plus(REOPEN));
            });
        });
    }

    private void expect(String line, Instant at) {
        assertThat(due.put(line, at)).as(line).isNull();
    }

    private void restart() {
        restarts++;
        hub.close();
        lived = lived.plus(random(Duration.ofSeconds(30)));
        open();
        hub.restart();
        look();
    }

    private void moveTo(Instant time) {
        Duration by = Duration.between(hub.clock.instant(), time);
        if (!by.isNegative()) { // what was to be done while it was away is done now, and counts from now
            lived = lived.plus(by);
            hub.clock.advance(by);
        }
    }

    private void look() {
        hub.look();
        if (hub.column(WAITS.formatted(hub.clock.instant().toEpochMilli())).size() > 0) {
            hub.fanOut();
            hub.deliver("ops");
            hub.claim("flaky").forEach(this::atSecondTry);
            hub.heard().forEach(this::hear);
        }
        looked = hub.clock.instant();
    }

    private void atSecondTry(Delivery delivery) {
        if (tried.add(delivery.id())) {
            hub.fail(delivery, FailureClass.TRANSIENT);
            String line = hub.lines(delivery).get(0);
            expect(line, hub.clock.instant().plusSeconds(5));
        } else {
            hub.deliver(delivery);
        }
    }

    private void hear(String line) {
        Instant now = hub.clock.instant();
        Instant at = due.remove(line);
        if (at == null) {
            faults.add("came and was not due: " + line + " at " + now);
        } else if (now.isBefore(at)) {
            faults.add("came early: " + line + " at " + now + ", due " + at);
        } else if (at.isBefore(looked)) {
            faults.add("came late: " + line + " at " + now + ", due " + at + ", and there was a look at " + looked);
        }
        heard++;
        String alert = line.substring(line.lastIndexOf(' ') + 1);
        if (alert.startsWith("again") && at != null) {
            int rule = alert.charAt("again".length()) - '0';
            boolean arrivedSoon = line.contains(" opened ") && !now.isAfter(at.plus(SOON));
            expect("ops reminder " + alert, (arrivedSoon ? at : now).plus(repeatOf(rule)));
        }
    }
}
