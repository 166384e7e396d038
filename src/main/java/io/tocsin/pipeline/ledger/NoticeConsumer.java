package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.DeliveryStaging;
import io.tocsin.pipeline.outbox.FanOut;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.corridor.InOrder;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.Depth;
import io.tocsin.store.lane.HeldSize;
import io.tocsin.store.lane.LaneConsumer;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Renewal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code from: ledger:notices}: gives each notice to the fan-out route, whose recipient list it fills with the notice's
 * receivers (variable {@code recipients}); and commits the deliveries that the route staged together with the notice's done
 * mark.
 */
final class NoticeConsumer extends LaneConsumer<Notice> {

    static final String LANE = IncidentBook.NOTICES;

    private static final Logger LOG = LoggerFactory.getLogger(NoticeConsumer.class);

    private final LedgerEndpoint ledger;
    private final Corridor corridor;
    private final Claims<Notice> claims;
    private final FanOut fanningOut;
    private InOrder<FanOut.Told, Boolean> ends;

    NoticeConsumer(LedgerEndpoint ledger, Corridor corridor, Processor processor) {
        super(ledger, processor);
        this.ledger = ledger;
        this.corridor = corridor;
        Notifying notifying = Notifying.of(ledger.getCamelContext());
        this.claims = NoticeClaims.of(corridor, notifying);
        this.fanningOut = new FanOut(corridor, notifying);
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(
                LANE, Depth.of(ledger.getConcurrency(), ledger.getCapacity()), new HeldSize(Long.MAX_VALUE));
    }

    @Override
    public CompletableFuture<?> claim(Asked<Notice> asked) {
        return corridor.store().submit(claims.claiming, asked);
    }

    @Override
    protected Renewal<Notice> renewal() {
        return corridor.renewal(claims, NoticeConsumer::claim);
    }

    private static Claim claim(Notice notice) {
        return new Claim(notice.id(), notice.fence());
    }

    @Override
    protected void doStart() throws Exception {
        ends = corridor.inOrder(fanningOut); // what a stop cut off would keep its place for ever
        super.doStart();
    }

    @Override
    protected boolean keepsOrder() {
        return true;
    }

    @Override
    public CompletableFuture<?> work(Notice notice) {
        DeliveryStaging staging = new DeliveryStaging(notice.to());
        Exchange exchange = route(opened -> {
            staging.open(opened);
            opened.setVariable("noticeId", notice.id());
            opened.setVariable("incidentId", notice.incidentId());
            opened.setVariable(
                    "recipients",
                    notice.receivers().stream().map(OutboxLanes::uri).toList());
            opened.getIn().setBody(notice.message());
        });
        if (exchange.getException() != null) {
            return failed(notice, exchange.getException());
        }
        return inTurn(() -> ends.settle(new FanOut.Told(notice, staging.drafts())))
                .handle((counted, failure) ->
                        failure == null ? CompletableFuture.completedFuture(counted) : failed(notice, failure))
                .thenCompose(Function.identity());
    }

    /** Tried a few times, then kept with its reason. */
    private CompletableFuture<Boolean> failed(Notice notice, Throwable failure) {
        LOG.warn("notice {} could not be fanned out", notice.id(), failure);
        return corridor.settle(
                claims.failing, new Claims.Failed<>(claim(notice), notice, "the fan-out route", failure.getMessage()));
    }
}
