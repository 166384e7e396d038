package io.tocsin.pipeline.deadletter;

/** Where redriven work goes on: the corridor's rooms, as far as dead letters need them. */
public interface Rooms {

    /** Whether there is a receiver of this name. */
    boolean hasReceiver(String name);

    /** Tells a receiver's lane that something is due. */
    void wakeReceiver(String name);

    /** Tells the decide room that something is due. */
    void wakeInbox();
}
