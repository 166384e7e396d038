package io.tocsin.channel.unit;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{millis:responseTimeout={{responseTimeout}}}}}: a length of time in milliseconds, which a number alone is already. */
public final class Millis implements PropertiesFunction {

    @Override
    public String getName() {
        return "millis";
    }

    /** @throws IllegalArgumentException where it is no length of time */
    @Override
    public String apply(String remainder) {
        Named given = Named.read(remainder);
        Duration length = Span.read(given.value(), ChronoUnit.MILLIS)
                .orElseThrow(() ->
                        given.wrong("a number and one of ms, s, m, h, d, such as 5s; a number alone is milliseconds"));
        return Long.toString(length.toMillis());
    }
}
