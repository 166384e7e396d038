package io.tocsin.aws.eventbridge;

import java.util.List;

/** An event bus, as far as the hub's own rules on it go. */
interface Bus {
    /** The name of the hub's queue among the targets of a rule. */
    String TARGET = "tocsin";

    /** The rules whose names begin so, with their targets. */
    List<BusRule> rules(String prefix);

    /** Makes a rule or brings it up to date, enabled, with the queue as its target. */
    void put(WantedRule rule, String queueArn);

    /** Takes the hub's target off a rule, and removes the rule unless others send by it. */
    void remove(BusRule rule);
}
