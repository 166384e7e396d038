package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An observer with a watch, who looks once a minute and counts: one escalation of one incident in which another alert, of a rule that
 * escalates nothing, fires all the time.
 */
final class NaiveEscalation {

    /**
     * A step.
     *
     * @param receivers who is paged
     * @param delay minutes, by severity
     * @param raise how bad it is from then on
     */
    record Stage(List<String> receivers, Map<Severity, Integer> delay, Optional<Severity> raise) {}

    /** What of the policy's alerts an alert is. */
    record Fires(Severity severity, boolean isPolicys) {}

    private enum Phase {
        NONE,
        COUNTING,
        ANSWERED,
        ENDED
    }

    private final List<Stage> stages;
    private final int repeat;
    private final Optional<Integer> most;
    private final Optional<Integer> holds;
    private final Set<String> dead;
    private final Map<String, Fires> firing = new HashMap<>();

    private Phase phase = Phase.NONE;
    private Optional<Severity> acknowledged = Optional.empty();
    private Optional<Severity> raised = Optional.empty();
    private Severity atStage = Severity.INFO;
    private int pass;
    private int taken;
    private int remaining;
    private int sinceStage;
    private int sinceStart;
    private Optional<Integer> holdsFor = Optional.empty();
    private boolean hadEnded;
    private int minute;
    private int acknowledgedAt;

    final List<String> pages = new ArrayList<>();

    NaiveEscalation(List<Stage> stages, int repeat, Optional<Integer> most, Optional<Integer> holds, Set<String> dead) {
        this.stages = stages;
        this.repeat = repeat;
        this.most = most;
        this.holds = holds;
        this.dead = dead;
    }

    /** A minute goes by. */
    void tick() {
        minute++;
        sinceStage++;
        sinceStart += phase == Phase.ANSWERED ? 0 : 1;
        remaining -= phase == Phase.COUNTING ? 1 : 0;
        holdsFor = holdsFor.map(left -> left - 1);
        go();
    }

    void fires(String alert, Severity severity, boolean isPolicys) {
        boolean none = worst().isEmpty();
        Fires before = firing.get(alert);
        firing.put(alert, new Fires(severity, before == null ? isPolicys : before.isPolicys || isPolicys));
        if (acknowledged.filter(seen -> incident().worseThan(seen)).isPresent()) {
            acknowledged = Optional.empty();
            if (phase != Phase.NONE) {
                restart();
            }
        }
        if (phase == Phase.ENDED && none && worst().isPresent()) {
            restart();
        }
        go();
    }

    void over(String alert) {
        firing.remove(alert);
        go();
    }

    void acknowledge() {
        if (acknowledged.isEmpty()) {
            acknowledged = Optional.of(incident());
            acknowledgedAt = minute;
            if (phase == Phase.COUNTING || phase == Phase.ENDED) {
                hadEnded = phase == Phase.ENDED;
                phase = Phase.ANSWERED;
                remaining = Math.max(0, remaining);
                holdsFor = holds;
            }
        }
        go();
    }

    void unacknowledge() {
        if (acknowledged.isPresent()) {
            acknowledged = Optional.empty();
            if (phase == Phase.ANSWERED) {
                phase = hadEnded ? Phase.ENDED : Phase.COUNTING;
            }
        }
        go();
    }

    void hurry() {
        if (acknowledged.isEmpty()) {
            if (phase == Phase.COUNTING) {
                remaining = 0;
            } else if (phase == Phase.ENDED) {
                restart();
            }
        }
        go();
    }

    private Optional<Severity> worst() {
        return firing.values().stream()
                .filter(Fires::isPolicys)
                .map(Fires::severity)
                .min(Severity::compareTo);
    }

    private Severity incident() {
        Severity all = firing.values().stream()
                .map(Fires::severity)
                .min(Severity::compareTo)
                .orElse(Severity.INFO);
        return asBadAs(all);
    }

    private Severity asBadAs(Severity fires) {
        return raised.filter(to -> to.worseThan(fires)).orElse(fires);
    }

    private void restart() {
        phase = Phase.COUNTING;
        pass = 1;
        taken = 0;
        remaining = 0;
        sinceStart = 0;
    }

    private void go() {
        if (phase == Phase.NONE && worst().isPresent()) {
            restart();
            if (acknowledged.isPresent()) {
                phase = Phase.ANSWERED;
                hadEnded = false;
                holdsFor = holds.map(time -> time - (minute - acknowledgedAt));
            }
        }
        if (phase == Phase.ANSWERED && holdsFor.filter(left -> left <= 0).isPresent()) {
            if (worst().isEmpty()) {
                phase = Phase.NONE;
                raised = Optional.empty();
            } else {
                acknowledged = Optional.empty();
                restart();
            }
        }
        if (phase == Phase.COUNTING
                && taken > 0
                && worst().filter(now -> now.worseThan(atStage)).isPresent()) {
            remaining = Math.min(remaining, stages.get(taken - 1).delay.get(worst().get()) - sinceStage);
        }
        if (phase == Phase.ENDED
                && worst().filter(now -> now.worseThan(atStage)).isPresent()) {
            restart();
        }
        while (phase == Phase.COUNTING && remaining <= 0) {
            if (worst().isEmpty()) {
                phase = Phase.NONE;
                raised = Optional.empty();
            } else {
                step();
            }
        }
    }

    private void step() {
        if (taken == stages.size()) {
            pass++;
            taken = 0;
        }
        if (pass > 1 + repeat || most.filter(limit -> sinceStart >= limit).isPresent()) {
            pages.add(minute + " boss");
            phase = Phase.ENDED;
            atStage = asBadAs(worst().get());
            return;
        }
        Stage stage = stages.get(taken++);
        stage.raise.filter(to -> to.worseThan(incident())).ifPresent(to -> raised = Optional.of(to));
        atStage = asBadAs(worst().get());
        stage.receivers.stream()
                .filter(name -> !name.startsWith("nobody"))
                .forEach(name -> pages.add(minute + " " + name));
        boolean missed = stage.receivers.stream().anyMatch(name -> name.startsWith("nobody") || dead.contains(name));
        boolean isLast = taken == stages.size() && pass <= repeat;
        sinceStage = 0;
        remaining = missed && !isLast ? 0 : stage.delay.get(atStage);
        remaining = Math.min(remaining, most.map(limit -> limit - sinceStart).orElse(remaining));
    }
}
