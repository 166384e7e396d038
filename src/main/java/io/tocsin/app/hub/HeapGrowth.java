package io.tocsin.app.hub;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the heap grow in large steps while there is work, and gives it back when there is none: a hub with nothing to do is small, and one
 * that is under load is not collected whole a dozen times on its way up.
 *
 * <p>HotSpot's {@code MinHeapFreeRatio} and {@code MaxHeapFreeRatio} are manageable: what a JVM that runs is told, its next full collection
 * goes by. Only those that {@code ./hub} gave are changed; what an operator says with {@code HUB_JAVA_OPTS} stands.
 */
final class HeapGrowth {

    private static final Logger LOG = LoggerFactory.getLogger(HeapGrowth.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A look at which collections took more than this much of the time since the last one was of a hub that is under load. */
    private static final double LOADED = 0.02;

    /** After so many looks without load the heap is given back. */
    static final int QUIET_LOOKS = 300;

    /**
     * How much of the heap is free after a full collection.
     *
     * @param least in percent; below it the heap grows
     * @param most in percent; above it the heap shrinks
     */
    record Free(int least, int most) {}

    /** As {@code ./hub} starts it: little more than what is used. */
    static final Free LITTLE = new Free(10, 20);

    static final Free MUCH = new Free(40, 60);

    /**
     * Where it stands.
     *
     * @param grows whether the heap grows in large steps
     * @param quiet how many looks in a row were without load
     */
    record State(boolean grows, int quiet) {

        static final State FIRST = new State(false, 0);

        /** @param share which part of the time since the last look collections took */
        State next(double share) {
            if (share > LOADED) {
                return new State(true, 0);
            }
            return grows && quiet + 1 < QUIET_LOOKS ? new State(true, quiet + 1) : FIRST;
        }
    }

    private final HotSpotDiagnosticMXBean vm;
    private final List<GarbageCollectorMXBean> collectors;
    private State state = State.FIRST;
    private long collectingMillis;
    private long lookedAt = System.nanoTime();

    private HeapGrowth(HotSpotDiagnosticMXBean vm, List<GarbageCollectorMXBean> collectors) {
        this.vm = vm;
        this.collectors = collectors;
        this.collectingMillis = collectedSince(); // a start collects, too, and is no load
    }

    /** Follows the load from now on, where this JVM is one that can be told and was started with {@link #LITTLE}. */
    static void follow(ScheduledExecutorService timer) {
        of(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class), LITTLE)
                .ifPresent(growth -> timer.scheduleWithFixedDelay(
                        growth::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @param vm null where this is no HotSpot */
    static Optional<HeapGrowth> of(HotSpotDiagnosticMXBean vm, Free started) {
        try {
            return Optional.ofNullable(vm)
                    .filter(machine ->
                            machine.getVMOption("UseSerialGC").getValue().equals("true"))
                    .filter(machine -> free(machine).equals(started))
                    .map(machine -> new HeapGrowth(machine, ManagementFactory.getGarbageCollectorMXBeans()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a JVM without these options
        }
    }

    static Free free(HotSpotDiagnosticMXBean vm) {
        return new Free(
                Integer.parseInt(vm.getVMOption("MinHeapFreeRatio").getValue()),
                Integer.parseInt(vm.getVMOption("MaxHeapFreeRatio").getValue()));
    }

    /** How long collections took since the last look, in milliseconds. */
    long collectedSince() {
        return collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                - collectingMillis;
    }

    private void look() {
        long now = System.nanoTime();
        long millis = collectedSince();
        double share = millis * 1e6 / Math.max(1, now - lookedAt);
        lookedAt = now;
        collectingMillis += millis;
        go(state.next(share));
    }

    /** Tells the JVM where that changes something. */
    void go(State next) {
        boolean changes = next.grows != state.grows;
        state = next;
        if (changes) {
            tell(next.grows ? MUCH : LITTLE);
            if (!next.grows) {
                System.gc(); // it gives nothing back before
            }
        }
    }

    private void tell(Free free) {
        try {
            // The lesser may never be above the greater, not even for a moment.
            vm.setVMOption("MinHeapFreeRatio", "0");
            vm.setVMOption("MaxHeapFreeRatio", Integer.toString(free.most));
            vm.setVMOption("MinHeapFreeRatio", Integer.toString(free.least));
        } catch (IllegalArgumentException e) {
            LOG.debug("the heap's growth stays as it is", e);
        }
    }
}
