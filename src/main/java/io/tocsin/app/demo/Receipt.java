package io.tocsin.app.demo;

/**
 * One message that a sink of the demo got.
 *
 * @param receiver the hub's name for the sink
 * @param headline what it says, in one line
 * @param raw all of it, as it came
 * @param answer the status that the sink answered with; 250 for mail
 */
record Receipt(String receiver, String headline, String raw, int answer) {

    /** Whether the sink took it. */
    boolean isTaken() {
        return answer < 300;
    }

    /** Whether it came of this delivery or incident. */
    boolean mentions(String id) {
        return raw.contains(id);
    }
}
