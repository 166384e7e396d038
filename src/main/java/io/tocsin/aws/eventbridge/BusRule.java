package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A rule of EventBridge as it is.
 *
 * @param name its name on the bus
 * @param pattern its event pattern
 * @param enabled whether it sends anything
 * @param targets where it sends
 */
record BusRule(String name, JsonNode pattern, boolean enabled, List<Target> targets) {

    /** @param id the target's name within the rule; @param arn what it sends to */
    record Target(String id, String arn) {}

    /** Whether it does what is wanted. */
    boolean does(WantedRule wanted, String queueArn) {
        return enabled && pattern.equals(wanted.pattern()) && targets.contains(new Target(Bus.TARGET, queueArn));
    }

    /** Whether somebody else sends something by it, too. */
    boolean hasOtherTargets() {
        return targets.stream().anyMatch(target -> !target.id().equals(Bus.TARGET));
    }
}
