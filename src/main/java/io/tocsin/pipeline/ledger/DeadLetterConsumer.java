package io.tocsin.pipeline.ledger;

import io.tocsin.pipeline.deadletter.ClaimedLetter;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.DeliveryStaging;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.pipeline.outbox.TellFallback;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.Depth;
import io.tocsin.store.lane.HeldSize;
import io.tocsin.store.lane.LaneConsumer;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Renewal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code from: ledger:dead-letters}: gives each new dead letter to its route as JSON, with the fallback receiver, if
 * there is one, in the variable {@code recipients}. A route that fails, because the dead letter cannot be
 * forwarded say, gets it again later; a fallback that it asked for by then is told all the same, and once.
 */
final class DeadLetterConsumer extends LaneConsumer<ClaimedLetter> {

    static final String LANE = OutboxLanes.DEAD_LETTERS;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterConsumer.class);

    private final LedgerEndpoint ledger;
    private final Corridor corridor;
    private final Claims<ClaimedLetter> claims;
    private final TellFallback telling;
    private final BooleanSupplier mayDecide;

    DeadLetterConsumer(LedgerEndpoint ledger, Corridor corridor, Processor processor) {
        super(ledger, processor);
        this.ledger = ledger;
        this.corridor = corridor;
        this.claims = ClaimedLetter.claims(corridor.terms(), corridor.json());
        Notifying notifying = Notifying.of(ledger.getCamelContext());
        this.telling = new TellFallback(corridor, notifying);
        this.mayDecide = notifying.mayDecide();
    }

    /** What a fallback is told goes by the rules: with others than hubs go by it is left for another hub. */
    @Override
    public int gate() {
        return mayDecide.getAsBoolean() ? Integer.MAX_VALUE : 0;
    }

    @Override
    protected LaneSettings settings() {
        return corridor.hastyLane(
                LANE, new Depth(ledger.getConcurrency(), ledger.getConcurrency()), new HeldSize(Long.MAX_VALUE));
    }

    @Override
    public CompletableFuture<?> claim(Asked<ClaimedLetter> asked) {
        return corridor.store().submit(claims.claiming, asked);
    }

    @Override
    protected Renewal<ClaimedLetter> renewal() {
        return corridor.renewal(claims, ClaimedLetter::claim);
    }

    /** One that somebody else may have claimed while it waited here is not forwarded twice. */
    @Override
    public CompletableFuture<?> work(ClaimedLetter letter) {
        if (!holds(letter) || !corridor.hubs().isHeard()) {
            return giveBack(
                    List.of(letter)); // nothing was forwarded; without effect where somebody else has claimed it
        }
        DeliveryStaging staging = new DeliveryStaging();
        Exchange exchange = route(opened -> {
            staging.open(opened);
            opened.setVariable("deadLetterId", letter.id());
            opened.setVariable(
                    "recipients",
                    letter.fallback().map(OutboxLanes::uri).map(List::of).orElse(List.of()));
            opened.getIn().setBody(letter.json());
        });
        Exception failure = exchange.getException();
        if (failure != null) {
            LOG.warn("dead letter {} could not be forwarded", letter.id(), failure);
        }
        return corridor.settle(
                telling,
                new TellFallback.Told(
                        letter.id(),
                        letter.fence(),
                        letter.deliveryId(),
                        staging.drafts(),
                        Optional.ofNullable(failure).map(thrown -> String.valueOf(thrown.getMessage()))));
    }
}
