package io.tocsin.model.recipient;

import io.tocsin.files.Origin;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** People as most tests want them: technical, by UTC, and with no quiet hours. */
public final class TestPeople {

    /** Where they are written. */
    public static final Origin HERE = new Origin("recipients.yaml", 1);

    private TestPeople() {}

    /** One with an address for mail alone: {@code <name>@example.com}. */
    public static Person person(String name) {
        return person(name, Map.of("email", name + "@example.com"));
    }

    /** One with these addresses. */
    public static Person person(String name, Map<String, String> addresses) {
        return new Person(name, Audience.TECHNICAL, addresses, ZoneId.of("UTC"), "en", Optional.empty(), HERE);
    }
}
