package io.tocsin.event;

import java.time.Instant;

/**
 * What arrived, claimed for deciding.
 *
 * @param id the hub's id of it
 * @param source the hub's source that took it
 * @param body the payload, UTF-8 JSON of one event
 * @param receivedAt when it was accepted
 * @param fence the claim's number; a completion with an older one does not count
 * @param attempt how often it was claimed, this time included
 */
public record Event(String id, String source, String body, Instant receivedAt, long fence, long attempt) {}
