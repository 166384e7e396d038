package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectNode NOBODY = JSON.createObjectNode()
            .put("name", "")
            .put("audience", "business")
            .put("language", "de")
            .put("timeZone", "Europe/Berlin");

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Messages messages = new Messages(JSON, NOBODY, Optional.empty());

    @Test
    void whatIsForNobodyIsWrittenForTheReceiversOwnReaders() {
        ObjectNode message = messages.of(delivery("", "", false), NOW);

        assertThat(message.path("recipient")).isEqualTo(NOBODY);
        assertThat(message.has("thread")).isFalse();
        assertThat(message.at("/delivery/possibleDuplicate").asText()).isEqualTo("false");
    }

    @Test
    void whatIsForAPersonIsWrittenForThatPerson() {
        ObjectNode message = messages.of(delivery("{\"name\": \"mia\", \"audience\": \"executive\"}", "", true), NOW);

        assertThat(message.path("recipient"))
                .hasToString("{\"name\":\"mia\",\"audience\":\"executive\",\"language\":\"de\","
                        + "\"timeZone\":\"Europe/Berlin\"}");
        assertThat(message.at("/delivery/possibleDuplicate").asBoolean()).isTrue();
    }

    @Test
    void whoIsOnCallNoMoreWhenItIsSentIsNotToldThatTheyAre() {
        String ann = "{\"name\": \"ann\", \"onCall\": {\"schedule\": \"primary\", \"until\": \"%s\"}}";

        assertThat(messages.of(delivery(ann.formatted(NOW), "", false), NOW).at("/recipient/onCall"))
                .isEmpty();
        assertThat(messages.of(delivery(ann.formatted(NOW.plusMillis(1)), "", false), NOW)
                        .at("/recipient/onCall/schedule")
                        .asText())
                .isEqualTo("primary");
    }

    @Test
    void whatARouteDoesToItsMessageDoesNotReachTheNextOne() {
        ((ObjectNode) messages.of(delivery("", "", false), NOW).path("recipient")).removeAll();

        assertThat(messages.of(delivery("", "", false), NOW).path("recipient")).isEqualTo(NOBODY);
    }

    @Test
    void theThreadComesBackAsItWasStored() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            for (Object told : new Object[] {
                "{\"ts\":\"1.2\"}", Map.of("ts", "1.2"), JSON.createObjectNode().put("ts", "1.2")
            }) {
                exchange.setVariable("thread", told);
                String stored = messages.thread(exchange).orElseThrow();

                assertThat(messages.of(delivery("", stored, false), NOW)
                                .at("/thread/ts")
                                .asText())
                        .isEqualTo("1.2");
            }
        }
    }

    @Test
    void whatIsNoObjectOrFarTooLongIsNoThread() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            for (Object told : new Object[] {"1.2", "[1]", "null", Map.of("ts", "1".repeat(20_000))}) {
                exchange.setVariable("thread", told);

                assertThat(messages.thread(exchange)).as(told.toString()).isEmpty();
            }
            exchange.removeVariable("thread");
            assertThat(messages.thread(exchange)).isEmpty();
        }
    }

    private static Delivery delivery(String recipient, String thread, boolean possibleDuplicate) {
        return new Delivery(
                "dlv_1",
                "ntc_1",
                "evt_1",
                "disk",
                "inc_1",
                1,
                1,
                "ops",
                "",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                1,
                "{\"incident\": {}}",
                recipient,
                thread,
                possibleDuplicate,
                possibleDuplicate ? 1 : 0,
                0);
    }
}
