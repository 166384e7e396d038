package io.tocsin.model.delivery;

import java.time.Instant;

/**
 * One notice to one address through one receiver, claimed for sending.
 *
 * @param id the hub's id of it, and its idempotency key towards the provider: the same over retries and redrives
 * @param noticeId what is told
 * @param eventId the event behind the notice
 * @param rules the rules that said whom to tell, for a reader
 * @param incidentId whose notice it is; a digest's own notice
 * @param version the incident's version that it tells
 * @param round which telling of the incident it is to its address, from 1: thread and provider's key belong to it
 * @param receiver who is told
 * @param address where; empty for the receiver's own
 * @param fallbackOf the dead delivery that this one stands in for, or empty
 * @param createdAt when it was asked for
 * @param firstAttemptAt when it was first tried, this time if it is the first
 * @param fence the claim's number
 * @param attempt which attempt this is, from 1; those that the breaker or a rate limit took back are not counted
 * @param message JSON text that the channel renders
 * @param recipient the person that it is for, as JSON text; empty where it is for nobody in particular
 * @param thread what the provider calls the incident at this address, as JSON text; empty where the route told nothing
 * @param possibleDuplicate whether an earlier try ended without an answer, so that the receiver may have it
 * @param unanswered how many tries ended so since it was made or redriven
 * @param priority which goes first where its lane is busy: the one with the lower
 */
public record Delivery(
        String id,
        String noticeId,
        String eventId,
        String rules,
        String incidentId,
        long version,
        long round,
        String receiver,
        String address,
        String fallbackOf,
        Instant createdAt,
        Instant firstAttemptAt,
        long fence,
        long attempt,
        String message,
        String recipient,
        String thread,
        boolean possibleDuplicate,
        long unanswered,
        long priority) {

    /** Whether it tells of several incidents: it is of none of them, so its notice stands for its incident, too. */
    public boolean isDigest() {
        return incidentId.equals(noticeId);
    }
}
