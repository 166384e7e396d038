package io.tocsin.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.tocsin.corridor.Corridor;
import io.tocsin.delivery.AfterFailure;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.Judge;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.lane.LaneConsumer;
import io.tocsin.lane.LaneSettings;
import io.tocsin.store.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.ObjectHelper;

/**
 * {@code from: outbox:<receiver>}: gives each due delivery to the channel's route and settles it by how the route ended.
 * While the receiver's breaker is open or the receiver asked for a pause nothing is claimed, so no attempt is spent.
 */
final class OutboxConsumer extends LaneConsumer<Delivery> {

    private static final int LONGEST_ANSWER = 1_000;

    private final OutboxEndpoint outbox;
    private final Corridor corridor;
    private final ClaimDeliveries claiming;
    private final SettleDelivery settling;
    private final Judge judge;
    private final BreakerGate breaker;
    private final RateLimit limit;
    private final RetrySchedule schedule;
    private final DeliveryMeters meters;
    private volatile Instant pausedUntil = Instant.EPOCH;

    OutboxConsumer(OutboxEndpoint outbox, Corridor corridor, Processor processor) {
        super(outbox, processor);
        this.outbox = outbox;
        this.corridor = corridor;
        OutboxComponent component = (OutboxComponent) outbox.getComponent();
        this.claiming = component.claiming();
        this.settling = component.settling();
        this.judge = new Judge(corridor.clock());
        this.breaker = new BreakerGate(outbox.getCamelContext(), outbox.getBreaker());
        this.limit = new RateLimit(outbox.getRate(), outbox.getBurst());
        this.schedule = RetrySchedule.parse(
                outbox.getRetrySchedule(), outbox.getRetryFor(), ThreadLocalRandom.current()::nextLong);
        this.meters = new DeliveryMeters(corridor.meters(), outbox.receiver());
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(OutboxLanes.lane(outbox.receiver()), outbox.getConcurrency(), outbox.getConcurrency());
    }

    @Override
    protected void doStart() throws Exception {
        pausedUntil = corridor.store().read(tx -> ReceiverRow.pausedUntil(tx, outbox.receiver()));
        super.doStart();
    }

    /** A rate limit is spent in the store, so a limited receiver's deliveries are always claimed there. */
    @Override
    protected boolean takesHandovers() {
        return limit.unlimited();
    }

    @Override
    protected int gate() {
        return corridor.clock().instant().isBefore(pausedUntil) ? 0 : breaker.room(inHand());
    }

    @Override
    protected CompletableFuture<List<Delivery>> claim(int room) {
        return corridor.store().submit(claiming, new ClaimDeliveries.Request(outbox.receiver(), room, limit));
    }

    @Override
    protected CompletableFuture<?> work(Delivery delivery) {
        Instant startedAt = corridor.clock().instant();
        Exchange exchange = route(opened -> {
            opened.setVariable("deliveryId", delivery.id());
            opened.setVariable("idempotencyKey", delivery.id());
            opened.setVariable("attempt", delivery.attempt());
            opened.setVariable("receiver", delivery.receiver());
            opened.setVariable("address", delivery.address());
            opened.getIn().setBody(message(delivery));
        });
        Instant endedAt = corridor.clock().instant();
        Outcome outcome = judge(delivery, exchange, endedAt);
        meters.count(outcome, delivery, startedAt, endedAt);
        return corridor.settle(
                        settling, new SettleDelivery.Attempt(delivery, outcome, startedAt, endedAt, fallback(delivery)))
                .whenComplete((ended, failure) -> {
                    if (failure == null && ended == SettleDelivery.Ended.DEAD) {
                        corridor.lanes().wake(OutboxLanes.DEAD_LETTERS);
                    } else if (failure == null && ended == SettleDelivery.Ended.OTHERS_WAIT) {
                        corridor.lanes().wake(OutboxLanes.lane(outbox.receiver()));
                    }
                });
    }

    private ObjectNode message(Delivery delivery) {
        ObjectNode message = (ObjectNode) JsonText.read(corridor.json(), delivery.message());
        message.putObject("delivery")
                .put("id", delivery.id())
                .put("attempt", delivery.attempt())
                .put("idempotencyKey", delivery.id())
                .put("receiver", delivery.receiver())
                .put("address", delivery.address())
                .put("fallbackOf", delivery.fallbackOf());
        return message;
    }

    /** Of two pauses that several sends were asked for, the later one counts. */
    private synchronized void pause(Instant until) {
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    private Outcome judge(Delivery delivery, Exchange exchange, Instant now) {
        Exception thrown = exchange.getException();
        if (thrown == null) {
            return new Outcome.Delivered(
                    Optional.ofNullable(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)),
                    answer(exchange));
        }
        if (ObjectHelper.getException(CallNotPermittedException.class, thrown) != null) {
            return new Outcome.Released(now.plus(corridor.interval()));
        }
        Failure failure = judge.judge(thrown);
        Outcome outcome = AfterFailure.decide(delivery, failure, schedule, now);
        if (outcome instanceof Outcome.Retry) {
            AfterFailure.pausedUntil(failure, now).ifPresent(this::pause);
        }
        return outcome;
    }

    private static String answer(Exchange exchange) {
        String answer = ExchangeHelper.getVariable(exchange, "answer", String.class);
        if (answer == null) {
            return "";
        }
        return answer.length() > LONGEST_ANSWER ? answer.substring(0, LONGEST_ANSWER) : answer;
    }

    /** The loop guard: what stands in for a dead delivery has no stand-in itself. */
    private Optional<String> fallback(Delivery delivery) {
        return Optional.of(outbox.getFallback())
                .filter(name -> !name.isEmpty() && delivery.fallbackOf().isEmpty());
    }
}
