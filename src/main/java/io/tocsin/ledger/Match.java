package io.tocsin.ledger;

import io.tocsin.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule that an alert matched, as far as the ledger needs it.
 *
 * @param rule its name
 * @param severity what the rule makes of the alert's severity, if it says
 * @param receivers who is told
 * @param dedup how long a repeat is only counted
 */
public record Match(String rule, Optional<Severity> severity, List<String> receivers, Duration dedup) {

    public Match {
        receivers = List.copyOf(receivers);
    }

    /** A rule that was removed or disabled while its incident was open: whoever removed it wants nobody told. */
    static Match gone(String rule) {
        return new Match(rule, Optional.empty(), List.of(), Duration.ZERO);
    }
}
