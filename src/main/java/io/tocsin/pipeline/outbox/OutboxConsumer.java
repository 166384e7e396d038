package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.AfterFailure;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.net.guard.Steps;
import io.tocsin.pipeline.link.AnswerLinks;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.AsyncLaneConsumer;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Renewal;
import io.tocsin.store.shared.ReceiversOfHubs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;

/**
 * {@code from: outbox:<receiver>}: gives each due delivery to the channel's route and settles it by how the route ended.
 * While the receiver's breaker is open nothing is claimed, nor for a destination that asked for a pause, so no attempt is spent.
 */
final class OutboxConsumer extends AsyncLaneConsumer<Delivery> {

    private final OutboxEndpoint outbox;
    private final OutboxComponent component;
    private final Corridor corridor;
    private final ClaimDeliveries claiming;
    private final SettleDelivery settling;
    private final RouteEnd end;
    private final BreakerGate breaker;
    private final OpenBreakerFallback fallback;
    private final Limits limits;
    private final Messages messages;
    private final DeliveryMeters meters;
    private final Optional<ReceiversOfHubs> successes;
    private final Consumer<Instant> pausing = this::pause;
    private volatile Instant pausedUntil = Instant.EPOCH;
    private volatile Instant gatheredAt = Instant.EPOCH;

    OutboxConsumer(OutboxEndpoint outbox, Corridor corridor, Processor processor) {
        super(outbox, processor);
        this.outbox = outbox;
        this.corridor = corridor;
        this.component = (OutboxComponent) outbox.getComponent();
        component.fallback(outbox.receiver(), outbox.options().fallback());
        this.claiming = component.claiming();
        this.settling = component.settling();
        this.end = new RouteEnd(
                new Judge(corridor.clock()),
                outbox.options().unknown(),
                outbox.options().schedule(),
                outbox.limited(),
                corridor.interval());
        this.breaker = new BreakerGate(outbox.getCamelContext(), outbox.breaker());
        this.fallback = new OpenBreakerFallback(outbox, corridor, breaker, component.takingOver());
        this.limits = outbox.limits();
        this.messages =
                new Messages(corridor.json(), outbox.options().nobody(), AnswerLinks.of(outbox.getCamelContext()));
        this.meters = new DeliveryMeters(corridor.meters(), outbox.receiver());
        this.successes = Optional.ofNullable(
                        CamelContextHelper.findSingleByType(outbox.getCamelContext(), ReceiversOfHubs.class))
                .filter(hubs -> !outbox.options().fallback().isEmpty());
    }

    @Override
    protected LaneSettings settings() {
        return corridor.hastyLane(
                OutboxLanes.lane(outbox.receiver()), outbox.options().depth(), component.held());
    }

    @Override
    protected void doStart() throws Exception {
        corridor.store().submit(Buckets.OPENING, limits.account()).join();
        pause(corridor.store()
                .read(tx ->
                        Buckets.load(tx, limits, "", corridor.clock().instant()).pausedUntil()));
        component.pauses().listen(limits.account(), pausing);
        super.doStart();
        fallback.start();
    }

    @Override
    protected void doStop() throws Exception {
        fallback.stop();
        component.pauses().forget(limits.account(), pausing);
        super.doStop();
    }

    /** Where a receiver is taken away, the others of its account are free to say something else of it. */
    @Override
    protected void doShutdown() throws Exception {
        component.accounts().leave(outbox.receiver());
        super.doShutdown();
    }

    /** A limit is spent and a pause is kept in the store, so what is under one is always claimed there. */
    @Override
    public boolean takesHandovers() {
        return limits.unlimited() && !corridor.clock().instant().isBefore(pausedUntil);
    }

    @Override
    public int gate() {
        return breaker.room(inHand());
    }

    /** What waits behind an open breaker would be refused one by one. */
    @Override
    public boolean mayBegin() {
        return breaker.isPassable();
    }

    @Override
    public long urgency(Delivery delivery) {
        return delivery.priority();
    }

    @Override
    public String subject(Delivery delivery) {
        return delivery.incidentId();
    }

    @Override
    public long size(Delivery delivery) {
        return delivery.message().length();
    }

    @Override
    protected Instant dueSince(Delivery delivery) {
        return delivery.fence() == 1 ? delivery.createdAt() : super.dueSince(delivery);
    }

    @Override
    public CompletableFuture<?> claim(Asked<Delivery> asked) {
        return corridor.store()
                .submit(claiming, new ClaimDeliveries.Request(outbox.receiver(), asked, limits, digestAbove()))
                .thenAccept(claimed -> {
                    pause(claimed.pausedUntil());
                    claimed.again().ifPresent(this::lookAgainAt);
                });
    }

    /** Where nothing becomes a digest for being many, quiet hours end often enough with the lane's tick. */
    private Optional<Integer> digestAbove() {
        Instant now = corridor.clock().instant();
        boolean justGathered = !now.isBefore(gatheredAt) // the clock may have been set back
                && now.isBefore(gatheredAt.plus(corridor.interval().dividedBy(2)));
        if (outbox.options().digestAbove() == 0 && justGathered) {
            return Optional.empty();
        }
        gatheredAt = now;
        return Optional.of(outbox.options().digestAbove());
    }

    /** Earlier than the lane's next tick, which would find it anyway: a bucket refills in less. */
    private void lookAgainAt(Instant at) {
        long millis =
                Math.max(1, Duration.between(corridor.clock().instant(), at).toMillis());
        if (millis < corridor.interval().toMillis()) {
            corridor.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void wake() {
        corridor.lanes().wake(OutboxLanes.lane(outbox.receiver()));
    }

    @Override
    protected ScheduledExecutorService timer() {
        return corridor.timer();
    }

    @Override
    protected Renewal<Delivery> renewal() {
        return corridor.renewal(claiming.claims(), delivery -> new Claim(delivery.id(), delivery.fence()));
    }

    /** One that somebody else may have claimed while it waited here is not sent twice. */
    @Override
    protected CompletableFuture<?> work(Delivery delivery, Runnable ended) {
        if (!holds(delivery) || !corridor.hubs().isHeard()) {
            return giveBack(List.of(delivery)); // nothing was sent; without effect where somebody else has claimed it
        }
        Instant startedAt = corridor.clock().instant();
        return AfterFailure.beforeSending(delivery, outbox.options().unknown())
                .<CompletableFuture<?>>map(outcome -> settle(delivery, outcome, startedAt, Optional.empty()))
                .orElseGet(() -> send(delivery, startedAt, ended));
    }

    private CompletableFuture<?> send(Delivery delivery, Instant startedAt, Runnable ended) {
        return routeAsync((opened, fail) -> {
                    Steps steps = next -> goOn(next, fail);
                    opened.setProperty(Steps.PROPERTY, steps);
                    opened.setVariable("deliveryId", delivery.id());
                    opened.setVariable("idempotencyKey", delivery.id());
                    opened.setVariable("attempt", delivery.attempt());
                    opened.setVariable("receiver", delivery.receiver());
                    opened.setVariable("address", delivery.address());
                    opened.setVariable("possibleDuplicate", delivery.possibleDuplicate());
                    opened.getIn().setBody(messages.of(delivery, startedAt));
                })
                .thenCompose(exchange -> {
                    CompletableFuture<?> settled = sent(delivery, startedAt, exchange);
                    ended.run();
                    return settled;
                });
    }

    private CompletableFuture<?> sent(Delivery delivery, Instant startedAt, Exchange exchange) {
        Outcome outcome = end.of(
                delivery,
                limits.destination(delivery.address()),
                exchange,
                startedAt,
                corridor.clock().instant());
        Optional<Instant> paused = outcome.failed()
                .flatMap(failure ->
                        AfterFailure.pausedUntil(failure, corridor.clock().instant()));
        paused.ifPresent(this::pause);
        CompletableFuture<?> settled = settle(delivery, outcome, startedAt, messages.thread(exchange));
        return paused.isEmpty()
                ? settled
                : settled.whenComplete(
                        (ended, failure) -> giveBackWaiting()); // a claim knows then which destinations are open
    }

    private CompletableFuture<?> settle(
            Delivery delivery, Outcome outcome, Instant startedAt, Optional<String> thread) {
        Instant endedAt = corridor.clock().instant();
        meters.count(outcome, delivery, startedAt, endedAt);
        if (outcome instanceof Outcome.Delivered) {
            successes.ifPresent(hubs -> hubs.delivered(outbox.receiver(), endedAt));
        }
        outcome.failed().ifPresent(failure -> outbox.failed(new LastFailure(endedAt, failure)));
        SettleDelivery.Attempt attempt = new SettleDelivery.Attempt(
                delivery, outcome, startedAt, endedAt, component.fallback(delivery), thread, limits);
        // What was delivered has time, but where it takes a place that another one needs.
        CompletableFuture<SettleDelivery.Ended> committed = outcome instanceof Outcome.Delivered && hasManyPlaces()
                ? corridor.settleSoon(settling, attempt)
                : corridor.settle(settling, attempt);
        return committed.whenComplete((ended, failure) -> {
            if (failure == null && ended == SettleDelivery.Ended.DEAD) {
                corridor.lanes().wake(OutboxLanes.DEAD_LETTERS);
            } else if (failure == null && ended == SettleDelivery.Ended.OTHERS_WAIT) {
                wake();
            }
        });
    }

    /** Of two pauses that several sends were asked for, the later one counts. */
    private synchronized void pause(Instant until) {
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }
}
