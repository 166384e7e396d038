package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Failure;
import java.time.Instant;

/**
 * The last try of a receiver that failed, as this hub knows since its start.
 *
 * @param at when it ended
 * @param failure what became of it
 */
public record LastFailure(Instant at, Failure failure) {}
