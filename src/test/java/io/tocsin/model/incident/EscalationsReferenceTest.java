package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Whom escalations page when, against an observer who looks at a watch once a minute. */
@Tag("slow")
class EscalationsReferenceTest {

    private static final int MINUTES = 60;

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whoIsPagedWhenIsAsAnObserverSays(@ForAll long seed) {
        tell(new Random(seed));
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whoIsPagedWhenIsAsAnObserverSaysAMillionTimes(@ForAll long seed) {
        tell(new Random(seed));
    }

    private static final class Told {
        final Scene scene = new Scene();
        final Set<String> dead = new HashSet<>();
        final List<String> pages = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        final NaiveEscalation naive;
        private int known;

        Told(Random random) {
            List<Step> steps = new ArrayList<>();
            List<NaiveEscalation.Stage> stages = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                List<String> receivers = new ArrayList<>();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    String name = (random.nextInt(6) == 0 ? "nobody-" : "r") + i + j;
                    receivers.add(name);
                    if (random.nextInt(8) == 0) {
                        dead.add(name);
                    }
                }
                Map<Severity, Duration> delays = new HashMap<>();
                Map<Severity, Integer> minutes = new HashMap<>();
                int otherwise = 1 + random.nextInt(15);
                for (Severity severity : Severity.values()) {
                    int delay = random.nextInt(3) == 0 ? 1 + random.nextInt(15) : otherwise;
                    delays.put(severity, Duration.ofMinutes(delay));
                    minutes.put(severity, delay);
                }
                Optional<Severity> raise =
                        random.nextInt(5) == 0 ? Optional.of(Severity.values()[random.nextInt(3)]) : Optional.empty();
                steps.add(new Step(
                        receivers.stream()
                                .map(name -> new Page(new Target.Receiver(name), false, false))
                                .toList(),
                        new Wait(delays, Duration.ofMinutes(otherwise)),
                        raise));
                stages.add(new NaiveEscalation.Stage(receivers, minutes, raise));
            }
            int repeat = random.nextInt(3);
            Optional<Integer> most = random.nextInt(3) == 0 ? Optional.of(5 + random.nextInt(40)) : Optional.empty();
            Optional<Integer> holds = random.nextInt(2) == 0 ? Optional.of(2 + random.nextInt(25)) : Optional.empty();
            naive = new NaiveEscalation(stages, repeat, most, holds, dead);
            EscalationPolicy policy = new EscalationPolicy(
                    "platform",
                    "",
                    steps,
                    repeat,
                    most.map(Duration::ofMinutes),
                    Scene.targets("boss"),
                    holds.map(Duration::ofMinutes));
            log.add(policy + " dead " + dead);
            scene.rule(Scene.atOnce("a", "slack").escalating(policy));
            scene.rule(Scene.atOnce("b", "slack", "mail").escalating(policy));
            scene.rule(Scene.atOnce("c", "slack"));
        }

        /** What waits is sent at once; what cannot arrive is dead at once. */
        void settle() {
            boolean more = true;
            while (more) {
                List<io.tocsin.model.incident.Told> told = new ArrayList<>();
                scene.last.tells().forEach(tell -> told.addAll(tell.to()));
                scene.sent();
                told.stream()
                        .filter(io.tocsin.model.incident.Told::page)
                        .forEach(one -> pages.add(minute() + " " + one.address().receiver()));
                List<io.tocsin.model.incident.Told> lost = told.stream()
                        .filter(one -> one.page() && dead.contains(one.address().receiver()))
                        .toList();
                more = !lost.isEmpty();
                List<Tell> tells = new ArrayList<>();
                for (io.tocsin.model.incident.Told one : lost) {
                    scene.enter(new Input.NotReached(one.address().key(), one.version(), "dead"));
                    tells.addAll(scene.last.tells());
                    scene.sent();
                }
                if (more) {
                    Decision last = scene.last;
                    scene.last = new Decision(
                            last.next(),
                            last.effect(),
                            last.member(),
                            last.changed(),
                            tells,
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Map.of());
                }
            }
        }

        long minute() {
            return Duration.between(Scene.ZERO, scene.now).toMinutes();
        }

        void enter(Input input) {
            log.add(minute() + " " + input);
            scene.enter(input);
            settle();
        }

        void fires(String alert, Severity severity, String... rules) {
            enter(new Input.Fired(alert, alert, severity, false, List.of(rules)));
        }

        void tick() {
            scene.now = scene.now.plusSeconds(60);
            while (scene.standing
                    .incident()
                    .dueAt()
                    .filter(due -> !due.isAfter(scene.now))
                    .isPresent()) {
                scene.enter(new Input.TimeCame());
                settle();
            }
        }
    }

    private static void tell(Random random) {
        Told told = new Told(random);
        try {
            told.fires("keeper", Severity.INFO, "c");
            told.naive.fires("keeper", Severity.INFO, false);
            for (int minute = 0; minute < MINUTES; minute++) {
                if (minute > 0) {
                    told.tick();
                    told.naive.tick();
                }
                for (int i = random.nextInt(minute == 0 ? 3 : 12) / 10 + (minute == 0 ? 1 : 0); i > 0; i--) {
                    happens(told, random);
                }
            }
            assertThat(told.pages.stream().sorted().toList())
                    .isEqualTo(told.naive.pages.stream().sorted().toList());
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(String.join("\n", told.log) + "\n" + told.scene.standing.incident(), wrong);
        }
    }

    private static void happens(Told told, Random random) {
        String alert = "x" + random.nextInt(3);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> {
                Severity severity = Severity.values()[random.nextInt(Severity.values().length)];
                boolean both = random.nextInt(3) == 0;
                told.fires(alert, severity, both ? new String[] {"a", "b"} : new String[] {"b"});
                told.naive.fires(alert, severity, true);
            }
            case 5, 6 -> {
                told.enter(new Input.Cleared(alert, "resolved"));
                told.naive.over(alert);
            }
            case 7, 8 -> {
                told.enter(new Input.Acknowledged("mia"));
                told.naive.acknowledge();
            }
            case 9 -> {
                told.enter(new Input.Unacknowledged("mia"));
                told.naive.unacknowledge();
            }
            case 10 -> {
                told.enter(new Input.Hurried("mia"));
                told.naive.hurry();
            }
            default -> {
                Severity severity = Severity.values()[random.nextInt(Severity.values().length)];
                told.fires("keeper", severity, "c");
                told.naive.fires("keeper", severity, false);
            }
        }
    }
}
