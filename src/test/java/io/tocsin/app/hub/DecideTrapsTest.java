package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The corridor's routes against what Camel would do by itself in their place (docs/traps.md). */
@Timeout(60)
@Tag("slow")
class DecideTrapsTest {
    private static final String RULES =
            "rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]";
    private static final String RECORD = "                    - to:\n                        uri: ledger:alerts\n";
    /** A step that an engineer may add, failing for the second alert of an event. */
    private static final String FAILS_FOR_THE_SECOND = """
            - filter:
                expression:
                  simple:
                    expression: "${exchangeProperty.CamelSplitIndex} == 1"
                steps:
                  - throwException:
                      exceptionType: java.lang.IllegalStateException
                      message: no such table
            """.indent(20);

    @TempDir
    Path folder;

    @Test
    void trapAStepThatFailsWithinTheSplitFailsTheEventAndNothingIsHalfRecorded() throws Exception {
        HubFiles files = HubFiles.in(folder).rules(RULES);
        String decide = Files.readString(files.routes().resolve("pipeline/decide.camel.yaml"));
        assertThat(decide).contains(RECORD);
        files.write(
                "pipeline/decide.camel.yaml",
                decide.replace(RECORD, RECORD + FAILS_FOR_THE_SECOND)
                        .replace(
                                "        concurrency: \"{{hub.decide.concurrency}}\"",
                                "        concurrency: 1\n        attempts: 2"));
        JsonNode two = new ObjectMapper()
                .readTree(files.routes()
                        .resolve("sources/alertmanager/samples/alertmanager/batch-of-two.json")
                        .toFile());
        try (Sink sink = Sink.start();
                TestHub hub = files.webhook("hook", sink.url(), Map.of()).start()) {
            String id = hub.send("am", two.toString());

            soon().until(() -> hub.count("SELECT count(*) FROM dead_letter WHERE event_id = '" + id + "'") == 1);
            assertThat(hub.text("SELECT reason FROM dead_letter"))
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("2 times").contains("no such table"));
            assertThat(hub.text("SELECT (SELECT count(*) FROM alert) || ' ' || (SELECT count(*) FROM incident) || ' '"
                            + " || (SELECT count(*) FROM notice)"))
                    .as("alerts, incidents, notices")
                    .contains("0 0 0");

            ((ArrayNode) two.path("alerts")).remove(1);
            hub.send("am", two.toString());
            assertThat(sink.await(1).get(0).body())
                    .as("what was not recorded is not remembered as seen")
                    .contains(two.at("/alerts/0/labels/alertname").textValue());
        }
    }

    @Test
    void trapADuplicateGoesOnSoThatItCountsOnItsAlert() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            for (int repeat = 0; repeat < 3; repeat++) {
                hub.send("ci", "{\"title\": \"disk full\", \"fingerprint\": \"disk\"}");
            }
            soon().until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == 3);
            assertThat(hub.count("SELECT fire_count FROM alert")).isEqualTo(3);
            assertThat(hub.count("SELECT count(*) FROM notice")).isOne();
        }
    }

    /** Camel waits 30 s for it, each time: a typo in a route would cost 30 s an event. */
    @Test
    @Timeout(25)
    void trapADirectEndpointThatNobodyConsumesFailsAtOnce() {
        try (TestHub hub = HubFiles.in(folder).start()) {
            Exchange exchange = hub.hub().camel().createProducerTemplate().send("direct:tpyo", each -> each.getMessage()
                    .setBody("x"));
            assertThat(exchange.getException()).isInstanceOf(DirectConsumerNotAvailableException.class);
        }
    }

    @Test
    void trapADeadLetterWhoseForwardingFailsIsForwardedLater() {
        AtomicReference<Instant> moved = new AtomicReference<>(Instant.now());
        try (Sink queue = Sink.start().answer(500, "away");
                Sink sink = Sink.start().answer(400, "no");
                Sink standIn = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of("fallback", "stand-in"))
                        .webhook("stand-in", standIn.url(), Map.of())
                        .with(
                                Setting.DEAD_LETTERS,
                                queue.url()
                                        + "?httpMethod=POST"
                                        + "&connectTimeout=5000&connectionRequestTimeout=5000&responseTimeout=5000")
                        .clock(moved::get)
                        .start()) {
            hub.send("ci", "{\"title\": \"disk full\"}");
            queue.await(1);
            standIn.await(1);
            assertThat(hub.count("SELECT told FROM dead_letter")).isZero();
            queue.answer(200, "");
            moved.updateAndGet(now -> now.plusSeconds(40));
            queue.await(2);
            soon().until(() -> hub.count("SELECT told FROM dead_letter") == 1);
            assertThat(queue.got().get(0).body())
                    .contains("\"receiver\":\"hook\"")
                    .contains("HTTP 400");
            standIn.await(1);
            assertThat(hub.count("SELECT count(*) FROM delivery WHERE receiver = 'stand-in'"))
                    .as("the fallback is told once, however often the route ran")
                    .isOne();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
