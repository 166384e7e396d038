package io.tocsin.app.demo;

import java.util.List;

/**
 * What came of an event.
 *
 * @param id the event's
 * @param source the hub's name for where it came from
 * @param mapping the one that took it; empty if none did
 * @param alerts what it means
 * @param deliveries what was sent, or is to be
 */
record EventTrace(String id, String source, String mapping, List<AlertTrace> alerts, List<DeliveryTrace> deliveries) {

    /**
     * One alert of the event.
     *
     * @param title its title
     * @param severity and status, its words
     * @param fireCount how often it was told so far
     * @param rules those that matched
     */
    record AlertTrace(String title, String severity, String status, long fireCount, List<RuleTrace> rules) {}

    /**
     * One rule that matched.
     *
     * @param rule its name
     * @param verdict what the alert did to the rule's incident, such as {@code opened} or {@code duplicate}
     * @param incident its id; empty if there is none
     */
    record RuleTrace(String rule, String verdict, String incident) {}

    /**
     * One delivery.
     *
     * @param id and idempotency key
     * @param rule that asked for it
     * @param receiver it goes to
     * @param incident it tells of
     * @param state pending, delivered, dead ...
     * @param attempts that counted
     */
    record DeliveryTrace(String id, String rule, String receiver, String incident, String state, long attempts) {

        boolean isDelivered() {
            return state.equals("delivered");
        }
    }

    /** The delivery to this receiver. */
    DeliveryTrace to(String receiver) throws MissingException {
        return deliveries.stream()
                .filter(delivery -> delivery.receiver().equals(receiver))
                .findFirst()
                .orElseThrow(() -> new MissingException("a delivery of event " + id + " to " + receiver
                        + " was not made: no matching rule in demo/rules names it"));
    }
}
