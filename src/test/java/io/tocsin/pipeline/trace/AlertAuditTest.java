package io.tocsin.pipeline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether somebody was notified of an alert is asked of what named it, not of all that was sent of its group. */
@Tag("store")
class AlertAuditTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestStages hub;

    @BeforeEach
    void open(@TempDir Path folder) {
        hub = new TestStages(new TestCorridor(folder), "ops");
        hub.rule("disk", "ops");
        hub.groupBy("by-name");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private String silence(String fingerprint) {
        Instant now = hub.clock.instant();
        return hub.silences
                .take(new SilenceOrder(
                        "mia",
                        Optional.empty(),
                        new SilenceOrder.Be(
                                Scope.of(EventPattern.compile("{\"fingerprint\": [\"" + fingerprint + "\"]}")),
                                now,
                                now.plus(Duration.ofHours(2)),
                                "mia",
                                "we know")))
                .silence()
                .orElseThrow()
                .id();
    }

    private String alert(String fingerprint) {
        return hub.column("SELECT id FROM alert WHERE fingerprint = '" + fingerprint + "'")
                .get(0);
    }

    private JsonNode asked(String id) {
        return asked(id, Duration.ofDays(365));
    }

    private JsonNode asked(String id, Duration known) {
        return new AlertAudit(hub.test.store, JSON, HeldUntil.UNKNOWN, known)
                .find(id)
                .orElseThrow()
                .path("summary");
    }

    /** All that is due at this time. */
    private void send() {
        hub.look();
        hub.look();
        hub.fanOut();
        hub.deliver("ops");
    }

    /** As retention does. */
    private void remove() {
        OutcomeRecords records = new OutcomeRecords(JSON);
        for (String table : List.of("delivery", "notice", "incident", "alert")) {
            List<String> ids = hub.column("SELECT id FROM " + table);
            hub.test.commit(
                    (tx, inputs, now) -> {
                        records.note(tx, table, ids, now);
                        tx.execute("DELETE FROM " + table);
                        return List.of(1);
                    },
                    1);
        }
    }

    @Test
    void ofAnAlertThatWasSilencedInItsGroupNobodyWasNotifiedThoughItsGroupWasSent() {
        hub.fires("g/a", Severity.HIGH);
        hub.drain();
        String silence = silence("g/b");
        hub.fires("g/b", Severity.HIGH);
        send();
        String a = alert("g/a");
        String b = alert("g/b");
        String incident = hub.column("SELECT id FROM incident").get(0);

        assertThat(asked(a).path("notified").asBoolean()).isTrue();
        assertThat(asked(b).path("notified").asBoolean()).isFalse();
        assertThat(asked(b).at("/arrivedOfItsGroup/others").asInt()).isEqualTo(1);
        assertThat(asked(b).has("firstArrivedAt")).isFalse();
        assertThat(asked(incident).path("notified").asBoolean())
                .as("who asks for an incident")
                .isTrue();

        hub.silences.take(new SilenceOrder("mia", Optional.of(silence), new SilenceOrder.End("")));
        hub.drain();
        assertThat(asked(b).path("notified").asBoolean()).isTrue();
        assertThat(asked(b).path("arrived").asInt()).isEqualTo(1);

        String before = asked(a) + " " + asked(b);
        hub.over("g/a");
        hub.over("g/b");
        remove();
        assertThat(asked(a) + " " + asked(b)).as("from the audit").isEqualTo(before);
    }

    @Test
    void oneThatAMessageMayHaveCountedWithoutNamingItIsSaidToBeSo() {
        List<String> many = IntStream.range(0, 130).mapToObj(i -> "g/" + i).toList();
        hub.fireTogether(many, Severity.HIGH);
        hub.drain();
        List<JsonNode> all = many.stream().map(one -> asked(alert(one))).toList();
        assertThat(all).filteredOn(one -> one.path("notified").asBoolean()).hasSize(100);
        assertThat(all).filteredOn(one -> !one.path("notified").asBoolean()).allSatisfy(one -> assertThat(
                        one.at("/arrivedOfItsGroup/counted").asInt())
                .isEqualTo(1));
    }

    @Test
    void noAddressStandsInWhatIsKeptThoughTheAnswerNamedIt() {
        hub.fires("alone", Severity.HIGH);
        hub.look();
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.test.commit(
                (tx, inputs, now) -> {
                    tx.execute("UPDATE delivery SET address = 'U-Ann', reason = ?", new Object[] {
                        "sent to 1 of 3 recipients; refused: Ann.Lee+x@mail.example.org (550 <ann.lee+x@MAIL.example.org> unknown),"
                                + " u-ann, +49 151 2345678, 0041791234567; build 20261130 " + "x".repeat(300)
                    });
                    return List.of(1);
                },
                1);
        remove();
        String kept = hub.column("SELECT detail FROM audit WHERE action = 'outcome.delivery'")
                .get(0);
        assertThat(kept)
                .contains("refused: *** (550 <***> unknown), ***, ***, ***; build 20261130 x")
                .contains("\"receiver\":\"ops\"")
                .doesNotContainIgnoringCase("ann")
                .doesNotContain("@", "151", "x".repeat(200));
    }

    @Test
    void ofWhatIsOlderThanAllThatIsKeptItIsSaidSinceWhenItIsKnown() {
        hub.fires("alone", Severity.HIGH);
        hub.drain();
        String alone = alert("alone");
        hub.clock.advance(Duration.ofDays(31));
        hub.test.commit(
                (tx, inputs, now) -> {
                    tx.execute("DELETE FROM delivery");
                    tx.execute("DELETE FROM notice");
                    return List.of(1);
                },
                1);

        assertThat(asked(alone, Duration.ofDays(30)).path("knownSince").asText())
                .isEqualTo(hub.clock.instant().minus(Duration.ofDays(30)).toString());
        assertThat(asked(alone, Duration.ofDays(32)).has("knownSince")).isFalse();
        String incident = hub.column("SELECT id FROM incident").get(0);
        assertThat(asked(incident, Duration.ofDays(30)).has("knownSince")).isTrue();
    }

    @Test
    void ofAnAlertThatStandsAloneAllIsItsOwn() {
        hub.fires("alone", Severity.HIGH);
        hub.drain();
        assertThat(asked(alert("alone")).toString())
                .contains("\"notified\":true,\"firstArrivedAt\"", "\"arrived\":1")
                .doesNotContain("arrivedOfItsGroup");
        String alone = alert("alone");
        remove();
        assertThat(asked(alone).path("notified").asBoolean()).isTrue();
    }
}
