package io.tocsin.pipeline.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.store.corridor.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts and times one receiver's deliveries. */
final class DeliveryMeters {

    private final MeterRegistry meters;
    private final String receiver;
    private final Counters deliveries;
    private final Timer sending;
    private final Timer whole;

    DeliveryMeters(MeterRegistry meters, String receiver) {
        this.meters = meters;
        this.receiver = receiver;
        this.deliveries = new Counters(
                meters,
                "tocsin.deliveries",
                "Attempts at deliveries, by how they ended",
                "receiver",
                "outcome",
                "failure_class");
        this.sending = timer("tocsin.delivery.send", "How long one attempt took");
        this.whole = timer("tocsin.delivery", "How long it took from a notice's fan-out to its delivery");
    }

    void count(Outcome outcome, Delivery delivery, Instant startedAt, Instant endedAt) {
        if (!(outcome instanceof Outcome.Released)) {
            sending.record(Duration.between(startedAt, endedAt));
        }
        if (outcome instanceof Outcome.Delivered) {
            whole.record(Duration.between(delivery.createdAt(), endedAt));
            count("delivered", Optional.empty());
        } else if (outcome instanceof Outcome.Retry retry) {
            count("retry", Optional.of(retry.failure()));
        } else if (outcome instanceof Outcome.Dead dead) {
            count("dead", Optional.of(dead.failure()));
        } else {
            count("released", Optional.empty());
        }
    }

    private void count(String outcome, Optional<Failure> failure) {
        deliveries.count(
                receiver, outcome, failure.map(f -> f.failureClass().word()).orElse("none"));
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tag("receiver", receiver)
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(meters);
    }
}
