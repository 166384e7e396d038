package io.tocsin.source.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Who does what is particular to phones. Safe for use by many threads. */
public interface PhoneDesk {

    /** Nobody, who does nothing: where routes are only looked at. */
    PhoneDesk NONE = new PhoneDesk() {
        @Override
        public List<Open> open(String number) {
            return List.of();
        }

        @Override
        public Instant rest(String person, String kind, Duration length, String actor, String once) {
            throw new IllegalStateException("routes are only looked at");
        }
    };

    /**
     * An incident that is not over.
     *
     * @param id the hub's
     * @param title one line
     * @param isAcknowledged whether somebody sees to it
     */
    record Open(String id, String title, boolean isAcknowledged) {}

    /** Those that were sent to a number, what was sent last first; a few dozen at most. Blocks. */
    List<Open> open(String number);

    /**
     * Holds back what is for an address of a person, whatever it is.
     *
     * @param person their name
     * @param kind of the address
     * @param length for how long from now on
     * @param actor who wants it, for the audit
     * @param once the provider's id of this wish: the same again makes it no longer
     * @return until when, on disk
     */
    Instant rest(String person, String kind, Duration length, String actor, String once);
}
