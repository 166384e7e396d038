package io.tocsin.model.incident;

import java.time.Instant;
import java.util.Optional;

/** What the store does with an incident where the clock was set. */
final class Rewound {

    private Rewound() {}

    /** The same, due then. */
    static Standing due(Standing stands, Optional<Instant> at) {
        Incident was = stands.incident();
        return new Standing(
                new Incident(
                        was.id(),
                        was.grouping(),
                        was.title(),
                        was.state(),
                        was.openedAt(),
                        was.resolvedAt(),
                        was.version(),
                        was.acted(),
                        was.worst(),
                        was.firing(),
                        was.over(),
                        was.handling(),
                        was.entries(),
                        was.steadyAt(),
                        was.endedAt(),
                        was.escalations(),
                        at),
                stands.roster(),
                stands.subscriptions(),
                stands.told());
    }
}
