package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.FakeProvider.Mishap;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.model.delivery.FailureClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever goes wrong with whichever request of an incident's life, the provider ends with one ticket, in its last state,
 * that was told everything once.
 */
@Tag("slow")
class OneTicketTest {
    private static final Map<String, FakeProvider> PROVIDERS = new LinkedHashMap<>();

    private static Receivers receivers;
    private static FakePagerDuty pagerDuty;

    @BeforeAll
    static void providers() throws Exception {
        pagerDuty = new FakePagerDuty();
        PROVIDERS.put("pagerduty", pagerDuty);
        PROVIDERS.put("jira", new FakeJira());
        PROVIDERS.put("jira-data-center", new FakeJira());
        PROVIDERS.put("servicenow", new FakeServiceNow());
        PROVIDERS.put("statuspage", new FakeStatuspage());
        receivers = new Receivers()
                .with("pagerduty", "pagerduty", Map.of("url", pagerDuty.url(), "routingKey", "R1"))
                .with("jira", "jira", Map.of("url", PROVIDERS.get("jira").url(), "token", "t", "project", "OPS"))
                .with(
                        "jira",
                        "jira-data-center",
                        Map.of(
                                "url",
                                PROVIDERS.get("jira-data-center").url(),
                                "token",
                                "t",
                                "project",
                                "OPS",
                                "api",
                                "2"))
                .with(
                        "servicenow",
                        "servicenow",
                        Map.of("url", PROVIDERS.get("servicenow").url(), "token", "t"))
                .with(
                        "statuspage",
                        "statuspage",
                        Map.of("url", PROVIDERS.get("statuspage").url(), "token", "t", "page", "p1"));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
        PROVIDERS.values().forEach(FakeProvider::close);
        PROVIDERS.clear();
    }

    @TestFactory
    Stream<DynamicTest> theProviderEndsWithOneTicketThatWasToldEverythingOnce() {
        return PROVIDERS.keySet().stream().flatMap(channel -> {
            List<String> expected = afterLife(channel, Mishap.FAILS, 0);
            int requests = PROVIDERS.get(channel).requests();
            assertThat(expected).as(channel).hasSize(1);
            List<DynamicTest> tests = new ArrayList<>();
            for (Mishap mishap : Mishap.values()) {
                for (int at = 1; at <= requests; at++) {
                    int request = at;
                    tests.add(DynamicTest.dynamicTest(
                            channel + ": " + mishap + " at request " + at + " of " + requests,
                            () -> assertThat(afterLife(channel, mishap, request))
                                    .isEqualTo(expected)));
                }
            }
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> aDigestHasOneTicketOfItsOwnThatNoIncidentsNoticeGoesTo() {
        return PROVIDERS.entrySet().stream().flatMap(provider -> Stream.of(Mishap.values())
                .map(mishap -> DynamicTest.dynamicTest(provider.getKey() + ": " + mishap, () -> {
                    provider.getValue().begin(mishap, 1);
                    assertThat(deliver(provider.getKey(), Messages.digest(3), Optional.empty(), mishap))
                            .isEmpty();
                    assertThat(provider.getValue().tickets()).hasSize(1);
                })));
    }

    @Test
    void anUndisturbedLifeIsToldInOrder() {
        assertThat(afterLife("pagerduty", Mishap.FAILS, 0)).containsExactly("resolved inc-1");
        assertThat(afterLife("jira", Mishap.FAILS, 0))
                .containsExactly("Done [[CRITICAL] Pipeline deploy failed,"
                        + " Incident inc-1, rule production-pipeline-failed · key-updated,"
                        + " [ACKNOWLEDGED] Pipeline deploy failed,"
                        + " Incident inc-1, rule production-pipeline-failed · key-acknowledged,"
                        + " [RESOLVED] Pipeline deploy failed,"
                        + " Incident inc-1, rule production-pipeline-failed · key-resolved]");
        assertThat(afterLife("servicenow", Mishap.FAILS, 0))
                .containsExactly("6 [[CRITICAL] Pipeline deploy failed Tocsin key-updated,"
                        + " [ACKNOWLEDGED] Pipeline deploy failed Tocsin key-acknowledged,"
                        + " [RESOLVED] Pipeline deploy failed Tocsin key-resolved]");
        assertThat(afterLife("statuspage", Mishap.FAILS, 0))
                .containsExactly("resolved [key-opened, key-updated, key-acknowledged, key-resolved]");
    }

    @Test
    void afterAResetThatFollowsTheAcceptanceThePagesRetryIsTheSameEvent() throws Exception {
        pagerDuty.begin(Mishap.ANSWER_IS_LOST, 1);
        deliver("pagerduty", Messages.firing(), Optional.empty(), Mishap.ANSWER_IS_LOST);
        assertThat(pagerDuty.events()).containsExactly("trigger inc-1", "trigger inc-1");
        assertThat(pagerDuty.tickets()).containsExactly("triggered inc-1");
    }

    @Test
    void aTicketThatIsKnownIsNotAskedFor() throws Exception {
        PROVIDERS.get("jira").begin(Mishap.FAILS, 0);
        Optional<JsonNode> thread = deliver("jira", Messages.firing(), Optional.empty(), Mishap.FAILS);
        int before = PROVIDERS.get("jira").requests();
        deliver("jira", Messages.updated(), thread, Mishap.FAILS);
        assertThat(PROVIDERS.get("jira").requests() - before).isEqualTo(1);
    }

    private static List<String> afterLife(String channel, Mishap mishap, int request) {
        PROVIDERS.get(channel).begin(mishap, request);
        try {
            Optional<JsonNode> thread = Optional.empty();
            for (ObjectNode message :
                    List.of(Messages.firing(), Messages.updated(), Messages.acknowledged(), Messages.resolved())) {
                thread = deliver(channel, message, thread, mishap);
            }
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
        return PROVIDERS.get(channel).tickets();
    }

    /** Delivers as the outbox does, again and again until it arrives; answers the thread that is stored then. */
    private static Optional<JsonNode> deliver(
            String channel, ObjectNode message, Optional<JsonNode> stored, Mishap mishap) throws Exception {
        Optional<JsonNode> thread = stored;
        ObjectNode delivery = message.withObject("/delivery");
        delivery.put("idempotencyKey", "key-" + message.at("/notice/kind").asText());
        for (int tries = 0; tries < 4; tries++) {
            ObjectNode sent = message.deepCopy();
            thread.ifPresent(known -> sent.set("thread", known));
            Outcome outcome = receivers.send(channel, sent);
            boolean forgotten = !outcome.delivered() && mishap == Mishap.HUB_STOPS;
            if (!forgotten && outcome.thread().isPresent()) {
                thread = outcome.thread();
            }
            if (outcome.delivered()) {
                return thread;
            }
            FailureClass failure = outcome.failure().failureClass();
            // A limit spends no attempt.
            if (failure != FailureClass.RATE_LIMITED) {
                delivery.put("attempt", delivery.get("attempt").asInt() + 1);
            }
            if (failure == FailureClass.UNKNOWN) {
                delivery.put("possibleDuplicate", true);
            }
        }
        throw new AssertionError("not delivered");
    }
}
