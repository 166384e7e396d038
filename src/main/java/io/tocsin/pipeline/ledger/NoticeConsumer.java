package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.RecipientsInUse;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Target;
import io.tocsin.pipeline.outbox.DeliveryStaging;
import io.tocsin.pipeline.outbox.FanOut;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.corridor.InOrder;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.LaneConsumer;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Renewal;
import io.tocsin.store.sql.JsonText;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code from: ledger:notices}: finds out who is told of each due notice, with the recipients as they are then; gives it to
 * the fan-out route, whose recipient list it fills with their receivers (variable {@code recipients}); and commits the
 * deliveries that the route staged together with the notice's done mark.
 */
final class NoticeConsumer extends LaneConsumer<Notice> {

    static final String LANE = LedgerComponent.NOTICES;

    private static final Logger LOG = LoggerFactory.getLogger(NoticeConsumer.class);

    private final LedgerEndpoint ledger;
    private final Corridor corridor;
    private final Claims<Notice> claims;
    private final RecipientsInUse recipients;
    private final TellNotices telling;
    private InOrder<TellNotices.Told, Boolean> ends;

    NoticeConsumer(LedgerEndpoint ledger, Corridor corridor, RecipientsInUse recipients, Processor processor) {
        super(ledger, processor);
        this.ledger = ledger;
        this.corridor = corridor;
        this.claims = NoticeClaims.of(corridor);
        this.recipients = recipients;
        this.telling = new TellNotices(corridor);
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(LANE, ledger.getConcurrency(), ledger.getCapacity());
    }

    @Override
    protected CompletableFuture<List<Notice>> claim(int room) {
        return corridor.store().submit(claims.claiming, room).thenApply(claimed -> claimed.stream()
                .sorted(Comparator.comparing(Notice::id))
                .toList());
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
        ends = corridor.inOrder(telling); // what a stop cut off would keep its place for ever
        super.doStart();
    }

    @Override
    protected boolean keepsOrder() {
        return true;
    }

    @Override
    protected CompletableFuture<?> work(Notice notice) {
        Resolution told = resolve(notice);
        DeliveryStaging staging = new DeliveryStaging(told.drafts());
        Exchange exchange = route(opened -> {
            staging.open(opened);
            opened.setVariable("noticeId", notice.id());
            opened.setVariable("incidentId", notice.incidentId());
            opened.setVariable(
                    "recipients",
                    told.receivers().stream().map(OutboxLanes::uri).toList());
            opened.getIn().setBody(notice.message());
        });
        if (exchange.getException() != null) {
            return failed(notice, exchange.getException());
        }
        return inTurn(() -> ends.settle(new TellNotices.Told(new FanOut.Told(notice, staging.drafts()), told.lost())))
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

    private Resolution resolve(Notice notice) {
        if (notice.targets().stream().allMatch(Target.Receiver.class::isInstance)) {
            // Spares the message a reading: nothing is asked of receivers.
            return Resolution.of(
                    notice.targets(), Severity.INFO, corridor.clock().instant(), Recipients.none());
        }
        String severity = JsonText.read(corridor.json(), notice.message())
                .at("/incident/severity")
                .asText();
        return Resolution.of(
                notice.targets(),
                Severity.ofWord(severity).orElseThrow(),
                corridor.clock().instant(),
                recipients.current());
    }
}
