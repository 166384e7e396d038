package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.AfterUnknown;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.delivery.Reason;
import io.tocsin.model.delivery.RetrySchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is kept of a provider's words where a message arrived; everybody who may read a trace reads them. */
class RouteEndTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final RetrySchedule SCHEDULE = RetrySchedule.parse("5s", "24h", () -> 0);

    private final RouteEnd end = new RouteEnd(
            new Judge(Clock.fixed(NOW, ZoneOffset.UTC)),
            AfterUnknown.RETRY,
            SCHEDULE,
            new LimitedDestinations("ops", SCHEDULE),
            Duration.ofSeconds(1));

    @Test
    void aSecretInTheWordsThatARouteSetsIsMasked() throws Exception {
        assertThat(answer("taken at https://hooks.example.org/T1/B2/s3cr3t by Bearer abc.def"))
                .isEqualTo("taken at https://hooks.example.org/*** by Bearer ***");
        assertThat(answer("{\"ok\":true,\"echo\":\"xoxb-1-2-abc\"}")).doesNotContain("1-2-abc");
    }

    @Test
    void theyAreOneLineAndShort() throws Exception {
        assertThat(answer("taken\r\nas 7")).isEqualTo("taken as 7");
        assertThat(answer("x".repeat(5_000))).hasSize(Reason.LENGTH);
        assertThat(answer(null)).isEmpty();
    }

    private String answer(String said) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setVariable("answer", said);
            return ((Outcome.Delivered) end.of(delivery(), "ops", exchange, NOW, NOW)).answer();
        }
    }

    private static Delivery delivery() {
        return new Delivery(
                "dlv_1", "ntc_1", "evt_1", "disk", "inc_1", 1, 1, "ops", "", "", NOW, NOW, 1, 1, "{}", "", "", false, 0,
                0);
    }
}
