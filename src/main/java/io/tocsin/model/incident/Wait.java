package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.util.Map;

/**
 * How long a rule waits before it looks at an incident for the first time.
 *
 * @param bySeverity the wait for members of these severities. Where it names any, it holds for later members, too: they are
 *     told after their severity's wait or at the next look, whichever is sooner
 * @param otherwise the wait for all others
 */
public record Wait(Map<Severity, Duration> bySeverity, Duration otherwise) {

    /** Not at all. */
    public static final Wait NONE = plain(Duration.ZERO);

    public Wait {
        bySeverity = Map.copyOf(bySeverity);
    }

    /** The same for each severity; later members are told at the next look. */
    public static Wait plain(Duration wait) {
        return new Wait(Map.of(), wait);
    }

    /** The wait for a member of this severity. */
    public Duration of(Severity severity) {
        return bySeverity.getOrDefault(severity, otherwise);
    }

    /** Whether it holds for later members, too. */
    public boolean isBySeverity() {
        return !bySeverity.isEmpty();
    }
}
