package io.tocsin.model.rule;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Map;

/** Receivers that send to people's addresses alone, and that a rule names without people: each such delivery would die. */
public final class PeopleMissing {
    private PeopleMissing() {}

    /**
     * One finding for each rule and receiver, at the rule's {@code notify}.
     *
     * @param withoutAddress the receivers without an address of their own, each with the parameter that would give it
     */
    public static List<Finding> of(Rules rules, Map<String, String> withoutAddress) {
        return rules.namings().stream()
                .flatMap(rule -> rule.receivers().stream()
                        .filter(withoutAddress::containsKey)
                        .map(name -> finding(rule, name, withoutAddress.get(name))))
                .toList();
    }

    private static Finding finding(Naming rule, String receiver, String parameter) {
        return new Finding(
                rule.origin().file(),
                rule.origin().notifyLine(),
                "`" + receiver + "`, which has no address of its own, and " + rule.shown() + " names it without people",
                "a receiver that knows where to send, or people whom it carries messages to",
                "set `" + parameter + "` in the receiver's file, or write { people: ... } in its place");
    }
}
