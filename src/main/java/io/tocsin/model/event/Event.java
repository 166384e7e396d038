package io.tocsin.model.event;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What arrived, claimed for deciding.
 *
 * @param id the hub's id of it
 * @param source the hub's source that took it
 * @param identity within which the fingerprints of its alerts are unique
 * @param body the payload, UTF-8 JSON of one event
 * @param headers the header fields that its source keeps, names in lower case
 * @param receivedAt when it was accepted
 * @param fence the claim's number; a completion with an older one does not count
 * @param attempt how often it was claimed, this time included
 * @param redo the places, from 0, of the alerts that are decided again after they were refused once and redriven; empty
 *     where all are decided
 */
public record Event(
        String id,
        String source,
        String identity,
        String body,
        Map<String, String> headers,
        Instant receivedAt,
        long fence,
        long attempt,
        Set<Integer> redo) {

    /** The source of the events that the hub itself makes; nobody can post to it. */
    public static final String HUB = "tocsin";

    public Event {
        headers = Map.copyOf(headers);
        redo = Set.copyOf(redo);
    }

    /** An event of which every alert is to be decided. */
    public Event(
            String id,
            String source,
            String identity,
            String body,
            Map<String, String> headers,
            Instant receivedAt,
            long fence,
            long attempt) {
        this(id, source, identity, body, headers, receivedAt, fence, attempt, Set.of());
    }
}
