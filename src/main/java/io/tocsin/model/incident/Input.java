package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can happen to an incident. */
public sealed interface Input {

    /**
     * An alert fires, or goes on firing. What is late was told apart before.
     *
     * @param alert the hub's id of it
     * @param title one line
     * @param severity its own
     * @param isOneShot whether nothing ends it: its mapping tells no ends and neither mapping nor grouping has a
     *     {@code resolveAfter}
     * @param rules the names of the rules that match it
     * @param earlier the incident that somebody resolved and that it did not stay in; empty for most
     * @param watch how often it may go over and fire again until it flaps; empty where nobody cares
     */
    record Fired(
            String alert,
            String title,
            Severity severity,
            boolean isOneShot,
            List<String> rules,
            Optional<Handling.Earlier> earlier,
            Optional<Flapping.Watch> watch)
            implements Input {

        public Fired {
            rules = List.copyOf(rules);
        }

        /** One that no earlier incident had. */
        public Fired(String alert, String title, Severity severity, boolean isOneShot, List<String> rules) {
            this(alert, title, severity, isOneShot, rules, Optional.empty(), Optional.empty());
        }

        /** The same after it left an incident that somebody had resolved. */
        public Fired after(Handling.Earlier incident) {
            return new Fired(alert, title, severity, isOneShot, rules, Optional.of(incident), watch);
        }

        /** The same where its grouping watches whether it flaps. */
        public Fired watched(Flapping.Watch now) {
            return new Fired(alert, title, severity, isOneShot, rules, earlier, Optional.of(now));
        }
    }

    /**
     * An alert is over.
     *
     * @param alert the hub's id of it
     * @param why for the timeline: {@code resolved}, {@code no word since ...}
     * @param isStale whether nobody said so, nor means anything by saying nothing: it is told to nobody
     */
    record Cleared(String alert, String why, boolean isStale) implements Input {

        /** An end that is told. */
        public Cleared(String alert, String why) {
            this(alert, why, false);
        }
    }

    /** A subscription may be due. */
    record TimeCame() implements Input {}

    /**
     * Something that held members back began, changed or ended.
     *
     * @param why for the timeline
     */
    record HoldChanged(String why) implements Input {}

    /** What a person does. Only what is valid as the incident stands happens; what would change nothing does nothing. */
    sealed interface Act extends Input {

        /** Who: a name for readers. */
        String by();
    }

    /**
     * Somebody sees to it: nothing is repeated, and who was told of it is told so at once. It holds for the severity that the
     * incident has: what is worse opens it again.
     *
     * @param by who
     */
    record Acknowledged(String by) implements Act {}

    /**
     * Nobody sees to it any more.
     *
     * @param by who said so, or what
     */
    record Unacknowledged(String by) implements Act {}

    /**
     * It is somebody's.
     *
     * @param by who said so
     * @param to whose it is; empty for nobody's
     */
    record Assigned(String by, Optional<String> to) implements Act {}

    /**
     * Somebody says something to readers who are no engineers.
     *
     * @param by who
     * @param change what
     */
    record Stated(String by, PublicStatus.Change change) implements Act {}

    /**
     * Somebody says that it is over. Who was told of it is told so at once, and what goes on firing tells nobody.
     *
     * @param by who
     * @param change what they say with it to readers who are no engineers
     * @param reopen what still fires after so long is another incident
     */
    record ResolvedBy(String by, PublicStatus.Change change, Duration reopen) implements Act {}

    /**
     * Nothing of it is to be changed any more.
     *
     * @param by who said so
     */
    record Closed(String by) implements Act {}

    /**
     * Somebody wants the next step of its escalations at once.
     *
     * @param by who
     */
    record Hurried(String by) implements Act {}

    /**
     * Somebody says something about it, which the timeline keeps and nobody is told.
     *
     * @param by who
     * @param text what
     */
    record Commented(String by, String text) implements Act {}

    /**
     * What was told is not sent any more and did not arrive for sure: dead, discarded, or superseded after a try by what is newer.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param why for the timeline
     * @param mayHaveArrived whether nobody answered for a try of it, so that it may have got through
     */
    record NotReached(Address.Key address, long version, String why, boolean mayHaveArrived) implements Input {

        /** What did not get through. */
        public NotReached(Address.Key address, long version, String why) {
            this(address, version, why, false);
        }
    }

    /**
     * A fallback takes over what was told to another address and did not, or will not, reach it.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param by the fallback's address
     * @param mayHaveArrived whether nobody answered for a try of it, so that it may have got through
     */
    record TakenOver(Address.Key address, long version, Address by, boolean mayHaveArrived) implements Input {

        /** Of what did not get through. */
        public TakenOver(Address.Key address, long version, Address by) {
            this(address, version, by, false);
        }
    }

    /**
     * Somebody wants that told again which did not arrive.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param by who wants it
     */
    record Redriven(Address.Key address, long version, String by) implements Input {}
}
