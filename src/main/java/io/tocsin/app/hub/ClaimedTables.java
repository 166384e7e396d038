package io.tocsin.app.hub;

import io.tocsin.pipeline.deadletter.DeadLetterTable;
import io.tocsin.pipeline.inbox.EventTable;
import io.tocsin.pipeline.ledger.NoticeTable;
import io.tocsin.pipeline.outbox.DeliveryTable;
import io.tocsin.store.lane.ClaimTable;
import java.util.List;

/** Every table whose rows wait to be claimed. */
public final class ClaimedTables {

    /** Each once. */
    public static final List<ClaimTable> ALL =
            List.of(new EventTable(), new NoticeTable(), new DeliveryTable(), new DeadLetterTable());

    private ClaimedTables() {}
}
