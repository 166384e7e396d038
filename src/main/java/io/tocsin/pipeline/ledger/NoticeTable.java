package io.tocsin.pipeline.ledger;

import io.tocsin.store.lane.ClaimTable;

/** How notices wait to be fanned out. */
public final class NoticeTable implements ClaimTable {

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public String earliest() {
        return "SELECT '" + LedgerComponent.NOTICES + "' AS lane, min(due_at) AS due FROM notice WHERE " + pending();
    }
}
