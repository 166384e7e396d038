package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From an event to people's addresses, through a running hub with receivers {@code mail} and {@code text}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TellingPeopleTest {
    private static final String RECIPIENTS = """
            people:
              - { name: ann, addresses: { email: ann@example.com, sms: "+4915112345678" }, language: de }
              - { name: ben, addresses: { email: ben@example.com } }
            teams:
              - { name: platform, members: [ ann, ben ] }
            receivers: { email: mail, sms: text }
            """;
    private static final String RULES = """
            rules:
              - name: team
                when: { status: [ firing ], source: [ ci ] }
                notify:
                  - people:
                      names: [ ann ]
                      teams: [ platform ]
                      via: { critical: [ sms, email ], low: [], default: [ email ] }
            """;
    private static final String DELIVERIES = """
            SELECT receiver || ' ' || address FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE n.event_id = '%s' OR n.id = '%1$s' ORDER BY 1
            """;

    private final Sink sink = Sink.start();
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        sink.answer(200, "thanks");
        hub = HubFiles.in(folder)
                .rules(RULES)
                .write("rules/recipients.yaml", RECIPIENTS)
                .webhook("mail", sink.url(), Map.of())
                .webhook("text", sink.url(), Map.of())
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void eachPersonIsToldOncePerAddressAndTheTraceNamesThemWithoutTheAddress() {
        String event = hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"critical\"}");
        awaitTold(event);

        assertThat(column(DELIVERIES.formatted(event)))
                .containsExactly("mail ann@example.com", "mail ben@example.com", "text +4915112345678");
        JsonNode trace = hub.read("/v1/events/" + event);
        assertThat(trace.at("/notices/0/deliveries"))
                .extracting(delivery -> delivery.path("receiver").asText() + ": "
                        + delivery.path("person").asText() + " ("
                        + delivery.path("addressKind").asText() + ")")
                .containsExactlyInAnyOrder("mail: ann (email)", "text: ann (sms)", "mail: ben (email)");
        assertThat(trace.path("notices").toString()).doesNotContain("example.com", "+49");
    }

    @Test
    void aSeverityOfWhichTheRuleSaysNothingTellsNobodyAndTheTraceSaysWhy() {
        String event = hub.send("ci", "{\"title\": \"it smells\", \"severity\": \"low\"}");
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        hub.count("SELECT count(*) FROM event WHERE state = 'decided' AND id = '" + event + "'") == 1);

        assertThat(hub.count("SELECT count(*) FROM notice WHERE event_id = '" + event + "'"))
                .isZero();
        assertThat(hub.read("/v1/events/" + event).at("/alerts/0/rules"))
                .filteredOn(line -> line.path("outcome").asText().equals("matched"))
                .extracting(line -> line.path("reason").asText())
                .containsExactly("people are sent nothing of severity low: the rule's via says so");
        assertThat(hub.count("SELECT count(*) FROM dead_letter WHERE event_id = '" + event + "'"))
                .isZero();
    }

    @Test
    void theNoticeOfADeadLetterIsKeptUntilSomebodySettlesThatLetter() {
        String event = hub.send("ci", "{\"title\": \"it is kept\", \"severity\": \"critical\"}");
        awaitTold(event);
        String notice = hub.text("SELECT id FROM notice WHERE event_id = '" + event + "'")
                .orElseThrow();
        Change<String, Integer> lost = (tx, ids, now) -> {
            NewDeadLetter.write(tx, List.of(NewDeadLetter.ofNotice(event, notice, "team", "nobody is there")), now);
            return List.of(1);
        };
        hub.hub().store().submit(lost, notice).join();
        String kept = "SELECT count(*) FROM notice WHERE id = '" + notice + "'";
        Retention aYearLater =
                new Retention(hub.hub().store(), () -> Instant.now().plus(Duration.ofDays(365)), Duration.ofDays(30));

        aYearLater.sweep();
        assertThat(hub.count(kept)).isOne();

        String letter = hub.text("SELECT id FROM dead_letter WHERE notice_id = '" + notice + "'")
                .orElseThrow();
        hub.post("/v1/dead-letters/discard", "{\"ids\": [\"" + letter + "\"]}");
        aYearLater.sweep();
        assertThat(hub.count(kept)).isZero();
    }

    private void awaitTold(String event) {
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        hub.count("SELECT count(*) FROM notice WHERE state = 'told' AND event_id = '" + event + "'")
                                == 1);
    }

    private List<String> column(String sql) {
        return hub.hub()
                .store()
                .read(tx -> tx.createQuery(sql).mapTo(String.class).list());
    }
}
