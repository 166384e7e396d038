package io.tocsin.pipeline.simulate;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.recipient.OnCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that a simulation has to say. */
public sealed interface Line {

    /** When it would have been. */
    Instant at();

    /**
     * Somebody is notified.
     *
     * @param at when it is sent, and taken to arrive
     * @param decidedAt when it was decided; earlier than {@code at} where quiet hours held it
     * @param to whom
     * @param onCall why them, where that is since they are on call, and until when they are
     * @param kind as what
     * @param severity the highest of what it tells
     * @param title one line
     * @param grouping the entry under {@code incidents:} that made the incident; empty where an alert stands alone
     * @param rules the rules through which
     * @param firing the alerts that it says fire, worst first
     * @param over the alerts that it says are over
     * @param more how many alerts are counted and not named
     */
    record Notified(
            Instant at,
            Instant decidedAt,
            Recipient to,
            Optional<OnCall> onCall,
            Kind kind,
            Severity severity,
            String title,
            Optional<String> grouping,
            List<String> rules,
            List<AlertName> firing,
            List<AlertName> over,
            int more)
            implements Line {

        public Notified {
            rules = List.copyOf(rules);
            firing = List.copyOf(firing);
            over = List.copyOf(over);
        }

        /** The same, sent at that time. */
        Notified sentAt(Instant time) {
            return new Notified(
                    time, decidedAt, to, onCall, kind, severity, title, grouping, rules, firing, over, more);
        }

        /** All alerts that it names. */
        public List<AlertName> alerts() {
            return Stream.concat(firing.stream(), over.stream()).toList();
        }
    }

    /**
     * Something is held back.
     *
     * @param by what holds it: {@code silence sil_...}, {@code window nightly-backup}, {@code inhibition node-down ...}, {@code hours
     *     of rule office}, {@code quiet hours of ann}
     * @param until when that ends by itself; empty where nobody knows, or never
     * @param why for a reader; may be empty
     * @param to who would have been notified; empty where that is whoever the rules name
     * @param alerts which alerts
     */
    record HeldBack(
            Instant at, String by, Optional<Instant> until, String why, Optional<Recipient> to, List<AlertName> alerts)
            implements Line {

        public HeldBack {
            alerts = List.copyOf(alerts);
        }
    }

    /**
     * Something is wrong with what happened, or with whom rules name.
     *
     * @param what in plain words
     */
    record Trouble(Instant at, String what) implements Line {}
}
