package io.tocsin.app.preview;

import io.tocsin.model.delivery.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a test message.
 *
 * @param channel the receiver's channel
 * @param failure why it was not taken; empty where it was
 * @param answer the provider's words; may be empty
 * @param took how long it took
 */
public record TestOutcome(String channel, Optional<Failure> failure, String answer, Duration took) {}
