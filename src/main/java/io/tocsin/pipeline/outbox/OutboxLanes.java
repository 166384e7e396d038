package io.tocsin.pipeline.outbox;

import io.tocsin.pipeline.deadletter.DeadLetterTable;

/** How receivers' lanes and endpoints are named. */
public final class OutboxLanes {

    /** The lane of what was given up on. */
    public static final String DEAD_LETTERS = DeadLetterTable.LANE;

    static final String SCHEME = "outbox:";

    private OutboxLanes() {}

    /** The name of a receiver's lane. */
    public static String lane(String receiver) {
        return SCHEME + receiver;
    }

    /**
     * The endpoint that stages a delivery to a receiver; the name comes from checked rules, never from an event. It says where to,
     * so that Camel takes no endpoint that was made before the receiver's file was there for the one of its lane.
     */
    public static String uri(String receiver) {
        return SCHEME + receiver + "?to=";
    }
}
