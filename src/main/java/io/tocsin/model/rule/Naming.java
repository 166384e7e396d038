package io.tocsin.model.rule;

import io.tocsin.model.recipient.Target;
import java.util.List;

/**
 * Whom a rule names, whatever else is right or wrong with it: so that a mistake in one part hides none in another.
 *
 * @param rule the rule's name; empty where it has none
 * @param targets who is notified
 * @param origin where it is written
 */
public record Naming(String rule, List<Target> targets, Rule.Origin origin) {

    public Naming {
        targets = List.copyOf(targets);
    }

    /** The rule in a sentence. */
    public String shown() {
        return rule.isEmpty() ? "a rule without a name" : "rule `" + rule + "`";
    }

    /** The names of the receivers that are notified at their own addresses. */
    public List<String> receivers() {
        return targets.stream()
                .filter(Target.Receiver.class::isInstance)
                .map(target -> ((Target.Receiver) target).name())
                .toList();
    }

    /** The people who are notified. */
    public List<Target.People> people() {
        return targets.stream()
                .filter(Target.People.class::isInstance)
                .map(Target.People.class::cast)
                .toList();
    }
}
