package io.tocsin.app.hub;

import io.tocsin.pipeline.deadletter.Rooms;
import io.tocsin.pipeline.inbox.InboxComponent;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.store.lane.Lanes;

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
    public void wakeInbox() {
        lanes.wake(InboxComponent.LANE);
    }
}
