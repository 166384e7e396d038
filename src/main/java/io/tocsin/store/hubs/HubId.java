package io.tocsin.store.hubs;

import java.security.SecureRandom;

/**
 * One run of a hub. What it claims stands under its {@link #owner}, so that what an earlier run of the same name held is told from
 * what this one holds.
 *
 * @param name how the hub calls itself; no two that live have the same
 * @param boot which run of it; empty where runs are not told apart
 */
public record HubId(String name, String boot) {

    private static final long BITS = (1L << 48) - 1;

    /** A run that begins. */
    public static HubId fresh(String name) {
        return new HubId(name, Long.toString(new SecureRandom().nextLong() & BITS, Character.MAX_RADIX));
    }

    /** The name of its claims. */
    public String owner() {
        return boot.isEmpty() ? name : name + "/" + boot;
    }
}
