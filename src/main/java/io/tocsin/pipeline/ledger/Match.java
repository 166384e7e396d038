package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule that an alert matched, as far as the ledger needs it.
 *
 * @param rule its name
 * @param severity what the rule makes of the alert's severity, if it says
 * @param targets who is told
 * @param dedup how long a repeat is only counted
 * @param resolved whether the end of an incident makes a notice
 */
public record Match(String rule, Optional<Severity> severity, List<Target> targets, Duration dedup, boolean resolved) {

    public Match {
        targets = List.copyOf(targets);
    }

    /** A rule that tells the end of its incidents. */
    public Match(String rule, Optional<Severity> severity, List<Target> targets, Duration dedup) {
        this(rule, severity, targets, dedup, true);
    }

    /** A rule that was removed or disabled while its incident was open: whoever removed it wants nobody told. */
    static Match gone(String rule) {
        return new Match(rule, Optional.empty(), List.of(), Duration.ZERO);
    }
}
