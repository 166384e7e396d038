package io.tocsin.channel.unit;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{seconds:openFor={{openFor}}}}}: a length of time in seconds, which a number alone is already. */
public final class Seconds implements PropertiesFunction {

    @Override
    public String getName() {
        return "seconds";
    }

    /** @throws IllegalArgumentException where it is no length of time, or no whole number of seconds */
    @Override
    public String apply(String remainder) {
        Named given = Named.read(remainder);
        Duration length = Span.read(given.value(), ChronoUnit.SECONDS)
                .orElseThrow(() ->
                        given.wrong("a number and one of ms, s, m, h, d, such as 60s; a number alone is seconds"));
        return Long.toString(whole(given, length));
    }

    private static long whole(Named given, Duration length) {
        if (length.toNanosPart() != 0) {
            throw given.wrong("whole seconds");
        }
        return length.toSeconds();
    }
}
