package io.tocsin.lane;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All lanes of this hub by name, so that whoever writes a row can wake, or hand it to, the lane that it is for. */
public final class Lanes {

    private final Map<String, Lane<?>> lanes = new ConcurrentHashMap<>();

    /** Adds a lane under its name, in place of an earlier one. */
    public void add(Lane<?> lane) {
        lanes.put(lane.name(), lane);
    }

    /** Takes a lane away, if it is still the one under its name. */
    public void remove(Lane<?> lane) {
        lanes.remove(lane.name(), lane);
    }

    /** Whether a lane of this name is there. */
    public boolean has(String name) {
        return lanes.containsKey(name);
    }

    /** Sets the lane of this name going if rows were written that it had no place for. */
    public void wakeIfBehind(String name) {
        Lane<?> lane = lanes.get(name);
        if (lane != null) {
            lane.pump();
        }
    }

    /** Tells the lane of this name, if there is one, that there may be due rows. */
    public void wake(String name) {
        Lane<?> lane = lanes.get(name);
        if (lane != null) {
            lane.wake();
        }
    }

    /** The lane of this name; the caller knows what its rows are. */
    @SuppressWarnings("unchecked") // names are constants of the package that adds the lane
    public <T> Optional<Lane<T>> find(String name) {
        return Optional.ofNullable((Lane<T>) lanes.get(name));
    }
}
