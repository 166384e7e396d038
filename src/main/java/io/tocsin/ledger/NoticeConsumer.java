package io.tocsin.ledger;

import io.tocsin.corridor.Corridor;
import io.tocsin.lane.LaneConsumer;
import io.tocsin.lane.LaneSettings;
import io.tocsin.notice.Notice;
import io.tocsin.outbox.DeliveryStaging;
import io.tocsin.outbox.FanOut;
import io.tocsin.outbox.OutboxLanes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * {@code from: ledger:notices}: gives each due notice to the fan-out route, whose recipient list it fills (variable
 * {@code recipients}), and commits the deliveries that the route staged together with the notice's done mark.
 */
final class NoticeConsumer extends LaneConsumer<Notice> {

    static final String LANE = "ledger:notices";

    private final LedgerEndpoint ledger;
    private final Corridor corridor;
    private final ClaimNotices claiming;
    private final FanOut fanningOut;

    NoticeConsumer(LedgerEndpoint ledger, Corridor corridor, Processor processor) {
        super(ledger, processor);
        this.ledger = ledger;
        this.corridor = corridor;
        this.claiming = new ClaimNotices(corridor);
        this.fanningOut = new FanOut(corridor);
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(LANE, ledger.getConcurrency(), ledger.getCapacity());
    }

    @Override
    protected CompletableFuture<List<Notice>> claim(int room) {
        return corridor.store().submit(claiming, room);
    }

    @Override
    protected CompletableFuture<?> work(Notice notice) {
        DeliveryStaging staging = new DeliveryStaging();
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
            // Due again when the lease ends: a notice is small and has no outside, so this is a fault of the route.
            return CompletableFuture.failedFuture(exchange.getException());
        }
        return corridor.settle(fanningOut, new FanOut.Told(notice, staging.drafts()));
    }
}
