package io.tocsin.model.recipient;

import java.time.Duration;
import java.util.List;

/**
 * Whom a page reaches.
 *
 * @param atOnce the addresses that are paged at once
 * @param later what its people are sent after that by their own rules, as long as nobody answers
 * @param missing why somebody whom it means is not there, a line each
 */
public record Paged(List<Address> atOnce, List<Later> later, List<String> missing) {

    public Paged {
        atOnce = List.copyOf(atOnce);
        later = List.copyOf(later);
        missing = List.copyOf(missing);
    }

    /**
     * What somebody is sent later.
     *
     * @param person their name
     * @param after how long after the page
     * @param kinds at which kinds of address
     * @param onCallIn the schedules by which they are meant
     */
    public record Later(String person, Duration after, List<String> kinds, List<String> onCallIn) {

        public Later {
            kinds = List.copyOf(kinds);
            onCallIn = List.copyOf(onCallIn);
        }

        /** Of somebody whom no schedule means. */
        public Later(String person, Duration after, List<String> kinds) {
            this(person, after, kinds, List.of());
        }
    }

    /** Whether it reaches nobody though it was to reach somebody. */
    public boolean isMissed() {
        return atOnce.isEmpty() && later.isEmpty() && !missing.isEmpty();
    }
}
