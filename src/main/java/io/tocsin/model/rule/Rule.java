package io.tocsin.model.rule;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is notified of which alerts.
 *
 * @param name unique over all rules files
 * @param description one sentence for a reader; may be empty
 * @param enabled whether it applies
 * @param when the alerts it applies to: an event pattern over the alert as JSON; {@link #EVERY} where matchers alone say so
 * @param matchers what their labels must be as well; empty for anything
 * @param unless names of other rules: where one of those fits, whatever its own {@code unless} says, this one does not apply
 * @param severity the severity that its incidents have; empty keeps the alert's own
 * @param targets who is told
 * @param isFinal whether the rules after it are not asked any more once it matches
 * @param dedup for how long a repeat of the same alert with the same status tells nobody; zero tells each time
 * @param resolved whether the targets are notified when an incident of it ends
 * @param timing when it looks at incidents, and tells again what goes on
 * @param escalate the escalation that pages people until somebody acknowledges; empty for none
 * @param origin where it is written
 */
public record Rule(
        String name,
        String description,
        boolean enabled,
        EventPattern when,
        Optional<Scope.OfMatchers> matchers,
        Set<String> unless,
        Optional<Severity> severity,
        List<Target> targets,
        boolean isFinal,
        Duration dedup,
        boolean resolved,
        Timing timing,
        Optional<String> escalate,
        Origin origin) {

    /** What every alert fits. */
    public static final EventPattern EVERY = EventPattern.compile("{\"status\": [\"firing\", \"resolved\"]}");

    public Rule {
        unless = Collections.unmodifiableSet(new LinkedHashSet<>(unless)); // in the order in which they are written
        targets = List.copyOf(targets);
    }

    /** What it says of the incidents whose alerts it matches, but for whom it escalates to. */
    public Policy policy() {
        return new Policy(
                name,
                targets,
                severity,
                timing.waits(),
                timing.interval(),
                timing.repeat(),
                resolved,
                dedup,
                timing.active(),
                Optional.empty());
    }

    /** Whom it names. */
    public Naming naming() {
        return new Naming(name, targets, origin);
    }

    /** The names of the receivers that are told at their own addresses. */
    public List<String> receivers() {
        return naming().receivers();
    }

    /** The people who are told. */
    public List<Target.People> people() {
        return naming().people();
    }

    /**
     * Where a rule is written, so that a fault that shows later can be told with its line.
     *
     * @param file the file's path as the user would type it
     * @param line the 1-based line of the rule
     * @param notifyLine the 1-based line of its {@code notify}
     */
    public record Origin(String file, int line, int notifyLine) {}
}
