package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.sql.Change;
import java.util.List;

/** The ledger's changes for the bench that are the stage's own. */
public record LedgerSteps(Corridor corridor, Notifying notifying) {

    /** Claims so many notices. */
    public Change<Integer, List<Notice>> claiming() {
        Change<Asked<Notice>, List<Notice>> claiming = NoticeClaims.of(corridor, notifying).claiming;
        return (tx, rooms, now) ->
                claiming.apply(tx, rooms.stream().map(Asked::<Notice>of).toList(), now);
    }
}
