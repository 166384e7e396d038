package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option with which a room would stand still is refused when its endpoint is made. */
class RoomOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inbox:events?concurrency=0   | concurrency is 0; expected at least 1",
                "inbox:events?capacity=1      | capacity is 1; expected at least the concurrency, 4",
                "inbox:events?attempts=0      | attempts is 0; expected at least 1",
                "ledger:notices?concurrency=0 | concurrency is 0; expected at least 1",
                "ledger:notices?capacity=1    | capacity is 1; expected at least the concurrency, 2",
                "outbox:ops?concurrency=0     | concurrency is 0; expected a whole number, at least 1: most sends at one time",
            })
    void anOptionWithWhichNothingWouldHappenIsRefused(String uri, String message) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();

            assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(message);
        }
    }
}
