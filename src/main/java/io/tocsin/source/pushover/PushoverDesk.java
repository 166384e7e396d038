package io.tocsin.source.pushover;

import java.util.List;

/** Which emergencies may still be confirmed on phones. Safe for use by many threads. */
public interface PushoverDesk {

    /** None: where routes are only looked at. */
    PushoverDesk NONE = receiver -> List.of();

    /**
     * One that rings.
     *
     * @param incident the hub's id of the incident that it tells of
     * @param receipt by which Pushover says whether somebody confirmed it
     */
    record Emergency(String incident, String receipt) {}

    /** Those that a receiver sent of incidents that nobody sees to yet, the newest first. Blocks. */
    List<Emergency> ringing(String receiver);
}
