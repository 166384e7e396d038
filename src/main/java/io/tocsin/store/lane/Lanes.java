package io.tocsin.store.lane;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** All lanes of this hub by name, so that whoever writes a row can wake, or hand it to, the lane that it is for. */
public final class Lanes {

    private final Map<String, Lane<?>> lanes = new ConcurrentHashMap<>();
    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    /** Those that were taken away with something in hand. */
    private final Set<Lane<?>> leaving = ConcurrentHashMap.newKeySet();

    private volatile Set<String> elsewhere = Set.of();
    private final Map<String, Runnable> works = new ConcurrentHashMap<>();
    private final Set<Runnable> watches = ConcurrentHashMap.newKeySet();

    /**
     * Says that there is a lane of this name, whether or not it runs at the moment: while a hub starts or stops, some
     * lanes run before and after others, and what is for a lane that does not run yet is not lost but waits.
     */
    public void declare(String name) {
        declared.add(name);
    }

    /** Adds a lane under its name, in place of an earlier one. */
    public void add(Lane<?> lane) {
        leaving.remove(lane);
        leave(lanes.put(lane.name(), lane));
    }

    private void leave(Lane<?> lane) {
        leaving.removeIf(each -> each.inHand() == 0);
        if (lane != null) {
            leaving.add(lane);
        }
    }

    /** Takes a lane away, if it is still the one under its name. */
    public void remove(Lane<?> lane) {
        leave(lane);
        lanes.remove(lane.name(), lane);
    }

    /** The claims of all that this hub has in hand. */
    Set<Claim> claims() {
        Set<Claim> all = new HashSet<>();
        leaving.forEach(lane -> all.addAll(lane.claims()));
        lanes.values().forEach(lane -> all.addAll(lane.claims()));
        return all;
    }

    /** Says which lanes there are at other hubs that work on the same store: what is for one that only they have waits for them. */
    public void elsewhere(Set<String> names) {
        elsewhere = Set.copyOf(names);
    }

    /** Whether there is a lane of this name, even if it does not run at the moment, or runs at another hub. */
    public boolean has(String name) {
        return declared.contains(name) || lanes.containsKey(name) || elsewhere.contains(name);
    }

    /** Whether only other hubs have a lane of this name. */
    public boolean isElsewhere(String name) {
        return elsewhere.contains(name) && !lanes.containsKey(name);
    }

    /** Sets the lane of this name going if rows were written that it had no place for. */
    public void wakeIfBehind(String name) {
        Lane<?> lane = lanes.get(name);
        if (lane != null) {
            lane.pump();
        }
    }

    /** Tells the lane or the {@linkplain DueWork work} of this name, if there is one, that there may be due rows. */
    public void wake(String name) {
        Lane<?> lane = lanes.get(name);
        if (lane != null) {
            lane.wake();
        } else {
            works.getOrDefault(name, () -> {}).run();
        }
    }

    /** Has work of this name begun whenever it is woken; it is quick and does not throw. */
    void onWake(String name, Runnable begin) {
        works.put(name, begin);
    }

    /**
     * At each look: keeps what all lanes have in hand, renews claims where it is time for that and gives back what has waited for too
     * long; and asks whoever watches.
     */
    void look() {
        lanes.values().forEach(Lane::keep);
        watches.forEach(Runnable::run);
    }

    /**
     * Gives back, in this transaction, what waits in lanes and has not begun, so that the transaction may still change or withdraw
     * it: it stands in the store then as if it had never been claimed.
     *
     * @param subjects what it is about, incidents say
     */
    public void recall(Handle tx, Collection<String> subjects) {
        lanes.values().forEach(lane -> lane.recall(tx, subjects));
    }

    /** All that lanes have in hand may be another hub's by now: what has not begun does not begin here. */
    public void lose() {
        lanes.values().forEach(Lane::lose);
    }

    /** Has this done at each look for what is due; it is quick and does not throw. */
    public void atEachLook(Runnable watch) {
        watches.add(watch);
    }

    /** No more. */
    public void notAtEachLook(Runnable watch) {
        watches.remove(watch);
    }

    /** The lane of this name; the caller knows what its rows are. */
    @SuppressWarnings("unchecked") // names are constants of the package that adds the lane
    public <T> Optional<Lane<T>> find(String name) {
        return Optional.ofNullable((Lane<T>) lanes.get(name));
    }
}
