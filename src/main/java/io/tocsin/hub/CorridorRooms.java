package io.tocsin.hub;

import io.tocsin.deadletter.Rooms;
import io.tocsin.inbox.InboxComponent;
import io.tocsin.lane.Lanes;
import io.tocsin.ledger.LedgerComponent;
import io.tocsin.outbox.OutboxLanes;

/** The rooms of this hub's corridor, as redriven work finds them. */
record CorridorRooms(Lanes lanes) implements Rooms {

    @Override
    public boolean hasReceiver(String name) {
        return lanes.has(OutboxLanes.lane(name));
    }

    @Override
    public void wakeReceiver(String name) {
        lanes.wake(OutboxLanes.lane(name));
    }

    @Override
    public void wakeNotices() {
        lanes.wake(LedgerComponent.NOTICES);
    }

    @Override
    public void wakeInbox() {
        lanes.wake(InboxComponent.LANE);
    }
}
