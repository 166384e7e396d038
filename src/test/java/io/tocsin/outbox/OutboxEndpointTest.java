package io.tocsin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({
        "burst=0, burst is 0; expected at least 1",
        "concurrency=0, concurrency is 0; expected at least 1",
        "rate=-1, rate is -1.0; expected 0 (no limit) or more"
    })
    void aFigureWithWhichNothingWouldEverBeSentIsRefused(String option, String words) {
        assertThatThrownBy(() -> context.getEndpoint("outbox:ops?" + option))
                .hasRootCauseMessage("outbox:ops: " + words);
    }

    @Test
    void theDefaultsAreInRange() {
        assertThat(context.getEndpoint("outbox:ops", OutboxEndpoint.class).getBurst())
                .isEqualTo(1);
    }
}
