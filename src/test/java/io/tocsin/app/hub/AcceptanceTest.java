package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases of {@code src/test/resources/acceptance}: these alerts at these times, those notices within those intervals. All of them
 * side by side, of one real hub process, and of Debian's Alertmanager beside it where there is one; and again of a hub that is killed,
 * and in the long profile of one that is stopped, in the middle of each.
 *
 * <p>A notice that comes before any wait is over, or twice, is a fault however busy the machine is. Anything else that is wrong counts if the steps and what is told at once came
 * in time; where they did not, the machine was too slow for this pace, and those cases are played again at a slower one.
 */
@Tag("slow")
class AcceptanceTest {

    /** How long a beat is: at first, and for what the machine was too slow for. At the last pace everything counts. */
    private static final List<Duration> PACES =
            List.of(Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofMillis(4_000));

    /** A step, or a notice that is told at once, that is later than this many beats makes another case of it. */
    private static final double IN_TIME = 0.15;

    private static final Duration WARMING = Duration.ofSeconds(15);
    private static final int IN_A_ROW = 5;

    /** So late is what never came. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Is played before the others. */
    private static final String FIRST = "at-once";

    @TempDir
    Path work;

    @TestFactory
    Stream<DynamicTest> noticesComeAsTheCasesWant() {
        CompletableFuture<Map<AcceptanceCase, List<String>>> peer = beside(this::alertmanager);
        Map<AcceptanceCase, List<String>> hub = hub(AcceptanceRun.Interruption.NONE, 0);
        return Stream.concat(
                tests("the hub", hub),
                peer.thenApply(faults -> tests("Alertmanager", faults))
                        .exceptionally(failure -> Stream.of(dynamicTest("Alertmanager", () -> {
                            throw failure;
                        })))
                        .join());
    }

    /** The usual build kills it, which is harder. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> noticesComeThoughTheHubIsStoppedAndStartedInTheMiddle() {
        return tests("stopped", hub(AcceptanceRun.Interruption.RESTART, 0));
    }

    @TestFactory
    Stream<DynamicTest> noticesComeThoughTheHubIsKilledInTheMiddle() {
        return tests("killed", hub(AcceptanceRun.Interruption.KILL, 0));
    }

    /** A quarter of a beat sooner and later, and so on: other middles. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> noticesComeWhereverTheHubIsKilledOrStopped() {
        return Stream.of(AcceptanceRun.Interruption.KILL, AcceptanceRun.Interruption.RESTART)
                .flatMap(how -> Stream.of(-1.0, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
                        .flatMap(later -> tests(how + " by " + later, hub(how, later))));
    }

    private static CompletableFuture<Map<AcceptanceCase, List<String>>> beside(
            Supplier<Map<AcceptanceCase, List<String>>> what) {
        return CompletableFuture.supplyAsync(what, task -> new Thread(task).start());
    }

    private static Stream<DynamicTest> tests(String who, Map<AcceptanceCase, List<String>> faults) {
        return faults.entrySet().stream()
                .map(each -> dynamicTest(who + ": " + each.getKey().name(), () -> assertThat(each.getValue())
                        .as(each.getKey().says())
                        .isEmpty()));
    }

    private Map<AcceptanceCase, List<String>> hub(AcceptanceRun.Interruption how, double later) {
        boolean interrupted = how != AcceptanceRun.Interruption.NONE;
        List<AcceptanceCase> cases = AcceptanceCase.all().stream()
                .filter(one -> !interrupted || one.interrupted() != null)
                .map(one -> one.interruptedLater(later))
                .toList();
        return played(
                cases,
                how,
                (some, receivers, beat) -> new AcceptanceHub(
                        work.resolve(how + "-" + later + "-" + beat.toMillis()), some, receivers, beat, interrupted));
    }

    private Map<AcceptanceCase, List<String>> alertmanager() {
        if (DebianProgram.find(AcceptanceAlertmanager.PROGRAM).isEmpty()) {
            System.out.println("No Alertmanager here: only the hub is asked; .ci/run fetches it");
            return Map.of();
        }
        Map<Boolean, List<AcceptanceCase>> cases = AcceptanceCase.all().stream()
                .filter(one -> one.alertmanager() == null && AcceptanceAlertmanager.knows(one.alertmanagerSince()))
                .collect(Collectors.partitioningBy(AcceptanceCase::reloads));
        // A reload begins all of its timers anew, so that those whose rules are read again have one of their own.
        CompletableFuture<Map<AcceptanceCase, List<String>>> reloading =
                beside(() -> alertmanager("reloading", cases.get(true)));
        Map<AcceptanceCase, List<String>> all = new LinkedHashMap<>(alertmanager("steady", cases.get(false)));
        all.putAll(reloading.join());
        return all;
    }

    private Map<AcceptanceCase, List<String>> alertmanager(String name, List<AcceptanceCase> cases) {
        return played(
                cases,
                AcceptanceRun.Interruption.NONE,
                (some, receivers, beat) ->
                        new AcceptanceAlertmanager(work.resolve(name + "-" + beat.toMillis()), some, receivers, beat));
    }

    /** Starts who is to tell. */
    private interface Starting {
        AcceptanceContender start(List<AcceptanceCase> cases, AcceptanceReceivers receivers, Duration beat);
    }

    private static Map<AcceptanceCase, List<String>> played(
            List<AcceptanceCase> cases, AcceptanceRun.Interruption how, Starting starting) {
        Map<AcceptanceCase, List<String>> faults = new LinkedHashMap<>();
        Map<Boolean, List<AcceptanceCase>> all = cases.stream()
                .collect(Collectors.partitioningBy(one -> one.name().equals(FIRST)));
        List<AcceptanceCase> open = all.get(false);
        for (Duration beat : PACES) {
            open = play(all.get(true), open, how, starting, beat, faults);
            if (open.isEmpty()) {
                break;
            }
            System.out.printf(
                    "The machine was too slow for these cases at beats of %d ms: %s%n",
                    beat.toMillis(), open.stream().map(AcceptanceCase::name).toList());
        }
        return faults;
    }

    /** Plays them, and gives those that the machine was too slow for; what is wrong is put, nothing say. */
    private static List<AcceptanceCase> play(
            List<AcceptanceCase> first,
            List<AcceptanceCase> then,
            AcceptanceRun.Interruption how,
            Starting starting,
            Duration beat,
            Map<AcceptanceCase, List<String>> faults) {
        List<AcceptanceCase> tooSlow = new ArrayList<>();
        AcceptanceCase canary = canary(then);
        List<AcceptanceCase> cases =
                Stream.of(first, then, List.of(canary)).flatMap(List::stream).toList();
        try (AcceptanceReceivers receivers = new AcceptanceReceivers();
                AcceptanceContender contender = starting.start(cases, receivers, beat)) {
            warmUp(contender, receivers, beat);
            new AcceptanceRun(contender, receivers, beat)
                    .play(first, AcceptanceRun.Interruption.NONE)
                    .forEach(
                            (one, time) -> faults.put(one, words(judge(contender.who(), one, time, receivers, false))));
            Map<AcceptanceCase, AcceptanceRun.Played> played = new LinkedHashMap<>(
                    new AcceptanceRun(contender, receivers, beat).play(cases.subList(first.size(), cases.size()), how));
            Duration late = late(canary, played.remove(canary), contender.who(), receivers);
            played.forEach((one, time) -> {
                List<AcceptanceVerdict.Fault> found =
                        judge(contender.who(), one, time, receivers, how == AcceptanceRun.Interruption.KILL);
                boolean wasSlow = time.late(late).late().toMillis() > IN_TIME * beat.toMillis();
                if (wasSlow && !found.isEmpty() && found.stream().allMatch(AcceptanceVerdict.Fault::slow)) {
                    tooSlow.add(one);
                }
                faults.put(one, words(found));
            });
        }
        return tooSlow;
    }

    private static List<String> words(List<AcceptanceVerdict.Fault> faults) {
        return faults.stream().map(AcceptanceVerdict.Fault::what).toList();
    }

    /** The first notices of a process take longer than any others: until some in a row come in time, or it is no use. */
    private static void warmUp(AcceptanceContender contender, AcceptanceReceivers receivers, Duration beat) {
        Instant until = Instant.now().plus(WARMING);
        int inTime = 0;
        for (int i = 0; inTime < IN_A_ROW && Instant.now().isBefore(until); i++) {
            AcceptanceCase one = AcceptanceCase.warming(i);
            AcceptanceRun.Played time = new AcceptanceRun(contender, receivers, beat)
                    .play(List.of(one), AcceptanceRun.Interruption.NONE)
                    .get(one);
            await().atMost(WARMING)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> heard(one, one.steps().get(0), contender.who(), receivers)
                            .isPresent());
            Duration late = late(one, time, contender.who(), receivers);
            inTime = late.toMillis() < IN_TIME * beat.toMillis() ? inTime + 1 : 0;
        }
    }

    private static AcceptanceCase canary(List<AcceptanceCase> beside) {
        return AcceptanceCase.canary(
                beside.stream().mapToDouble(AcceptanceCase::until).max().orElse(0),
                beside.stream()
                        .map(AcceptanceCase::interrupted)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    /** The longest that something told at once took. */
    private static Duration late(
            AcceptanceCase canary, AcceptanceRun.Played time, String who, AcceptanceReceivers receivers) {
        return canary.steps().stream()
                .map(step -> heard(canary, step, who, receivers)
                        .map(at -> Duration.between(time.at(step.at()), at))
                        .orElse(PATIENCE))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> heard(
            AcceptanceCase canary, AcceptanceCase.Step step, String who, AcceptanceReceivers receivers) {
        return receivers.of(who, "canary", "a").stream()
                .filter(arrival -> arrival.alerts().stream()
                        .anyMatch(alert -> alert.fires()
                                && alert.labels().equals(step.fires().get(0).labels())))
                .map(AcceptanceReceivers.Arrival::at)
                .min(Comparator.naturalOrder());
    }

    private static List<AcceptanceVerdict.Fault> judge(
            String who, AcceptanceCase one, AcceptanceRun.Played time, AcceptanceReceivers receivers, boolean killed) {
        List<AcceptanceVerdict.Fault> faults = new ArrayList<>();
        time.refused().ifPresent(why -> faults.add(new AcceptanceVerdict.Fault(why, true)));
        one.wantsOf(who).forEach((to, wants) -> {
            AcceptanceVerdict verdict = new AcceptanceVerdict(one, wants, time, killed);
            while (!verdict.isOver(receivers.of(who, one.name(), to))) {
                LockSupport.parkNanos(20_000_000);
            }
            verdict.judge(receivers.of(who, one.name(), to)).stream()
                    .map(fault -> new AcceptanceVerdict.Fault(to + ": " + fault.what(), fault.slow()))
                    .forEach(faults::add);
        });
        return faults;
    }
}
