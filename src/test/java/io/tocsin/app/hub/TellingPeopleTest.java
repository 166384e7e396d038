package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
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
        awaitTold(event);

        assertThat(column(DELIVERIES.formatted(event))).isEmpty();
        assertThat(hub.read("/v1/events/" + event).at("/notices/0/note").asText())
                .isEqualTo("people are sent nothing of severity low: the rule's via says so");
        assertThat(hub.count("SELECT count(*) FROM dead_letter WHERE event_id = '" + event + "'"))
                .isZero();
    }

    @Test
    void aNoticeThatAnOlderHubStoredNamesReceiversOnly() {
        String notice = store("evt_old", "[\"mail\", \"text\"]");
        awaitTold("evt_old");

        assertThat(column(DELIVERIES.formatted(notice))).containsExactly("mail ", "text ");
    }

    @Test
    void whoVanishedIsADeadLetterAndIsToldAloneOnceItIsRedriven() {
        String notice = store("evt_lost", "[{\"people\":{\"names\":[\"ben\",\"carl\"],\"via\":[\"email\"]}}]");
        awaitTold("evt_lost");

        assertThat(column(DELIVERIES.formatted(notice))).containsExactly("mail ben@example.com");
        String letter = hub.text("SELECT id FROM dead_letter WHERE notice_id = '" + notice + "'")
                .orElseThrow();
        JsonNode shown = hub.read("/v1/dead-letters/" + letter);
        assertThat(shown.path("kind").asText()).isEqualTo("notice");
        assertThat(shown.path("noticeId").asText()).isEqualTo(notice);
        assertThat(shown.path("reason").asText()).isEqualTo("no person is called carl any more");

        hub.files()
                .write(
                        "rules/recipients.yaml",
                        RECIPIENTS.replace(
                                "teams:", "  - { name: carl, addresses: { email: carl@example.com } }\nteams:"));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        hub.hub().rules().current().recipients().person("carl").isPresent());
        JsonNode done = TestHub.json(hub.post("/v1/dead-letters/redrive", "{\"ids\": [\"" + letter + "\"]}"));
        assertThat(done.toString()).contains(letter).contains("\"skipped\":[]");

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(column(DELIVERIES.formatted(notice)))
                .containsExactly("mail ben@example.com", "mail carl@example.com"));
        assertThat(hub.count("SELECT count(*) FROM dead_letter WHERE notice_id = '" + notice + "'"))
                .isOne();
    }

    @Test
    void aVanishedNoticeThatANewerOneOvertookIsNotToldAnyMore() {
        String notice = store("evt_overtaken", "[{\"people\":{\"names\":[\"dora\"],\"via\":[\"email\"]}}]");
        awaitTold("evt_overtaken");
        store("evt_newer", "[]", "inc_evt_overtaken", 2);
        String letter = hub.text("SELECT id FROM dead_letter WHERE notice_id = '" + notice + "'")
                .orElseThrow();

        assertThat(hub.post("/v1/dead-letters/redrive", "{\"ids\": [\"" + letter + "\"]}")
                        .body())
                .contains("its notice is overtaken by a newer one already");
        assertThat(hub.post("/v1/dead-letters/discard", "{\"ids\": [\"" + letter + "\"]}")
                        .body())
                .contains("\"skipped\":[]");
    }

    @Test
    void theNoticeOfADeadLetterIsKeptUntilSomebodySettlesThatLetter() {
        String notice = store("evt_kept", "[{\"people\":{\"names\":[\"emil\"],\"via\":[\"email\"]}}]");
        awaitTold("evt_kept");
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

    private String store(String event, String receivers) {
        return store(event, receivers, "inc_" + event, 1);
    }

    /** A notice as a decision leaves it behind. */
    private String store(String event, String receivers, String incident, int sequence) {
        String id = Id.NOTICE.next();
        Change<String, Integer> insert = (tx, ids, now) -> List.of(tx.createUpdate("""
                        INSERT INTO notice (id, incident_id, event_id, sequence, kind, rule, receivers, message, state,
                                            created_at, due_at, fence)
                        VALUES (:id, :incident, :event, :sequence, 'opened', 'team', :receivers, :message, 'pending', :now, :now, 0)
                        """)
                .bind("id", ids.get(0))
                .bind("incident", incident)
                .bind("event", event)
                .bind("sequence", sequence)
                .bind("receivers", receivers)
                .bind("message", "{\"incident\":{\"severity\":\"high\"}}")
                .bind("now", now.toEpochMilli())
                .execute());
        hub.hub().store().submit(insert, id).join();
        return id;
    }

    private List<String> column(String sql) {
        return hub.hub()
                .store()
                .read(tx -> tx.createQuery(sql).mapTo(String.class).list());
    }
}
