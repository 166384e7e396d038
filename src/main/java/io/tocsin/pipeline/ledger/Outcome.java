package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.Late;
import io.tocsin.pipeline.seen.SeenAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store holds of an alert after a word about it was decided and committed. What lives outside the store (heartbeats, the dedup cache)
 * follows from this, and from nothing that a route believes before.
 *
 * @param alert which
 * @param key by which the idempotent consumer knows the same again
 * @param late why the word did not count; empty if it did
 * @param expiresAt when it is over if nobody tells it again; empty where it is over, or silence means nothing
 * @param repeats until when the same again tells nobody, and what comes of it; empty where it is news at once, or came late
 */
public record Outcome(
        AlertKey alert, String key, Optional<Late> late, Optional<Instant> expiresAt, Optional<SeenAlert> repeats) {}
