package io.tocsin.net.guard;

/**
 * Where a route goes on after it has waited for something without holding a thread. Who starts a route and does not wait for
 * it leaves one in the exchange; without one, an exchange with another machine holds the thread that asked for it.
 */
@FunctionalInterface
public interface Steps {
    /** The exchange's property that holds it. */
    String PROPERTY = "tocsin.steps";

    /**
     * Goes on, on another thread: the one that calls serves all connections and must not be held.
     *
     * @param next the rest of the route
     */
    void goOn(Runnable next);
}
