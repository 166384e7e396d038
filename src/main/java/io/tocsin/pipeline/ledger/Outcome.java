package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.Late;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store holds of an alert after a word about it was decided and committed. What lives outside the store (heartbeats)
 * follows from this, and from nothing that a route believes before.
 *
 * @param alert which
 * @param late why the word did not count; empty if it did
 * @param expiresAt when it is over if nobody tells it again; empty where it is over, or silence means nothing
 */
public record Outcome(AlertKey alert, Optional<Late> late, Optional<Instant> expiresAt) {}
