package io.tocsin.model.recipient;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where somebody is notified of what wakes nobody. */
public final class QuietKind {

    /** Kinds of address at which nobody wants to read this where there is another. */
    private static final Set<String> RINGING = Set.of("sms", "voice", "phone", "call");

    /** What opens something at its provider that somebody has to close, which no such message does. */
    private static final Set<String> OPENING =
            Set.of("pagerduty", "opsgenie", "jira", "servicenow", "statuspage", "ticket");

    private QuietKind() {}

    /** By mail if that is known, at a phone only where nothing else is, and nowhere that a ticket is made of it. */
    public static Optional<String> of(Person person, Recipients recipients) {
        return person.addresses().keySet().stream()
                .filter(kind -> recipients
                        .carrier(kind)
                        .filter(carrier -> !opens(kind) && !opens(carrier.receiver()))
                        .isPresent())
                .min(Comparator.comparing((String kind) -> !kind.equals("email"))
                        .thenComparing(RINGING::contains)
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean opens(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+")).anyMatch(OPENING::contains);
    }
}
