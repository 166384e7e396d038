package io.tocsin.store.corridor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.Depth;
import io.tocsin.store.lane.HeldSize;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.lane.Renewal;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * What the three components of the corridor share: the store between the rooms, and who works in them.
 *
 * @param store where rows stand between rooms
 * @param lanes who takes them out
 * @param clock the hub's time
 * @param hubs this hub among those that share the store, and the name of its claims
 * @param lease how long a claim holds if its owner dies or stands still; one that lives renews what it has in hand
 * @param interval how often is looked for rows that became due by time alone
 * @param timer runs what waits for a time
 * @param json reads and writes what the store keeps as JSON
 * @param meters where rooms count what they do
 * @param hub what messages say of this hub
 */
public record Corridor(
        Store store,
        Lanes lanes,
        InstantSource clock,
        Membership hubs,
        Duration lease,
        Duration interval,
        ScheduledExecutorService timer,
        ObjectMapper json,
        MeterRegistry meters,
        HubAddress hub) {

    private static final int SOON_MILLIS = 15;

    private static final Duration SOON = Duration.ofMillis(SOON_MILLIS);

    /** The corridor that was bound into this context. */
    public static Corridor of(CamelContext context) {
        return CamelContextHelper.mandatoryFindSingleByType(context, Corridor.class);
    }

    /**
     * Commits how something ended that cannot be taken back, a send say: while the store is away the change is tried again
     * at every interval. Left to its lease instead, the row would be worked on a second time.
     *
     * @return as {@link Store#submit}, but fails only where the change itself is at fault or the hub stops
     */
    public <I, R> CompletableFuture<R> settle(Change<I, R> change, I input) {
        return settled(store.submit(change, input), change, input);
    }

    /**
     * The same of an end that nobody waits for: with the next commit, or {@value #SOON_MILLIS} ms later. Should the hub die in that
     * time, the work is done again.
     */
    public <I, R> CompletableFuture<R> settleSoon(Change<I, R> change, I input) {
        return settled(store.submitWithNext(change, List.of(input), SOON).get(0), change, input);
    }

    private <I, R> CompletableFuture<R> settled(CompletableFuture<R> submitted, Change<I, R> change, I input) {
        return submitted
                .handle((result, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(result);
                    }
                    return store.mayTakeLater(failure)
                            ? settleLater(change, input)
                            : CompletableFuture.<R>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    private <I, R> CompletableFuture<R> settleLater(Change<I, R> change, I input) {
        CompletableFuture<R> settled = new CompletableFuture<>();
        timer.schedule(() -> settleAgain(change, input, settled), interval.toMillis(), TimeUnit.MILLISECONDS);
        return settled;
    }

    /** Whoever waits hears of anything that goes wrong: a place in a lane that is not given back is lost. */
    private <I, R> void settleAgain(Change<I, R> change, I input, CompletableFuture<R> settled) {
        try {
            settle(change, input).whenComplete((result, failure) -> {
                if (failure == null) {
                    settled.complete(result);
                } else {
                    settled.completeExceptionally(failure);
                }
            });
        } catch (Throwable unexpected) {
            settled.completeExceptionally(unexpected);
        }
    }

    /** Commits ends of one kind as {@link #settle} does, and in the order in which they are given. */
    public <I, R> InOrder<I, R> inOrder(Change<I, R> change) {
        return inOrder(change, input -> false);
    }

    /**
     * The same of ends of which nobody waits for some.
     *
     * @param canWait which of them are committed with the next commit that somebody needs, a tenth of a second later at most
     */
    public <I, R> InOrder<I, R> inOrder(Change<I, R> change, Predicate<I> canWait) {
        return new InOrder<>(this, change, canWait);
    }

    /** Under which conditions this hub claims. */
    public Claims.Terms terms() {
        return new Claims.Terms(hubs.id().owner(), lease, store.dialect().skipLocked());
    }

    /**
     * Keeps the claims of what a lane has in hand, or gives them back.
     *
     * @param claims whose
     * @param claim a row's claim
     */
    public <T> Renewal<T> renewal(Claims<?> claims, Function<T, Claim> claim) {
        return new Renewal<>(
                claim,
                some -> store.submit(claims.renewing, some),
                some -> settle(claims.givingBack, some),
                claims::giveBack,
                lease,
                clock);
    }

    /** The settings of a lane whose rows all begin soon, in their order. @param size how large those may be that are handed over */
    public LaneSettings lane(String name, Depth depth, HeldSize size) {
        return new LaneSettings(
                name, depth, size, Optional.empty(), lanes, clock, new StageMeter(meters, name), store::isAway);
    }

    /** The settings of a lane in which a row waits a tenth of its lease at most, and is given back then. */
    public LaneSettings hastyLane(String name, Depth depth, HeldSize size) {
        return new LaneSettings(
                name,
                depth,
                size,
                Optional.of(lease.dividedBy(10)),
                lanes,
                clock,
                new StageMeter(meters, name),
                store::isAway);
    }

    /**
     * What messages say of this hub.
     *
     * @param name how the hub calls itself
     * @param url where a reader finds it
     */
    public record HubAddress(String name, String url) {}
}
