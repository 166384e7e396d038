package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.util.List;

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
     */
    record Fired(String alert, String title, Severity severity, boolean isOneShot, List<String> rules)
            implements Input {

        public Fired {
            rules = List.copyOf(rules);
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

    /**
     * Somebody sees to it: nothing is repeated, and who was told of it is told so at once.
     *
     * @param by who
     */
    record Acknowledged(String by) implements Input {}

    /**
     * Nobody sees to it any more.
     *
     * @param by who said so, or what
     */
    record Unacknowledged(String by) implements Input {}

    /**
     * What was told did not arrive and will not: dead, discarded, or superseded after a try by what is newer.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param why for the timeline
     */
    record NotReached(Address.Key address, long version, String why) implements Input {}

    /**
     * A fallback takes over what was told to another address and did not, or will not, reach it.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param by the fallback's address
     */
    record TakenOver(Address.Key address, long version, Address by) implements Input {}

    /**
     * Somebody wants that told again which did not arrive.
     *
     * @param address whom it did not reach
     * @param version the version that was told
     * @param by who wants it
     */
    record Redriven(Address.Key address, long version, String by) implements Input {}
}
