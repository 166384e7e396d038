package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.recipient.Target;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event of thousands of alerts is decided in parts, each of its alerts once, wherever it was interrupted. */
@Tag("store")
class LargeDecisionTest {
    private static final Policy RULE =
            Policy.atOnce("all", List.of(new Target.Receiver("ops")), Optional.empty(), true, Duration.ofMinutes(5));
    private static final int ALERTS = 2 * EventStaging.SLICE + 1;

    @TempDir
    Path folder;

    private TestCorridor test;
    private RecordDecision recording;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        recording = new RecordDecision(test.corridor, Notifying.NOBODY);
        test.store
                .submit((tx, inputs, now) -> List.of(tx.createUpdate("""
                                INSERT INTO event (id, source, external_id, content_type, body, attributes,
                                                   received_at, state, due_at, owner, fence, attempt)
                                VALUES ('evt_1', 'test', '1', '', '{}', '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                """).execute()), "")
                .join();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void eachPartIsATransactionAndTheLastOneIsTheEnd() {
        List<EventStaging> parts = staging(1).slices(0);
        assertThat(parts).hasSize(3);

        test.commit(recording, parts.get(0));
        assertThat(test.column("SELECT state || ' ' || decided_to FROM event"))
                .containsExactly("pending " + EventStaging.SLICE);
        assertThat(count("alert")).isEqualTo("" + EventStaging.SLICE);
        assertThat(count("dead_letter")).isEqualTo("0");
        test.commit(recording, parts.get(1));
        assertThat(decidedSoFar()).as("what is decided is known before the end").hasSize(2 * EventStaging.SLICE);
        test.commit(recording, parts.get(2));

        assertDecidedOnce();
        assertThat(count("decision_part")).isEqualTo("0");
    }

    @Test
    void whatWasDecidedBeforeACrashIsNotDecidedAgain() {
        test.commit(recording, staging(1).slices(0).get(0));
        claimAgain();

        List<EventStaging> rest = staging(2).slices(EventStaging.SLICE);
        assertThat(rest).hasSize(2);
        rest.forEach(part -> test.commit(recording, part));

        assertDecidedOnce();
    }

    @Test
    void aPartOfALostClaimChangesNothing() {
        List<EventStaging> lost = staging(1).slices(0);
        test.commit(recording, lost.get(0));
        claimAgain();
        staging(2).slices(EventStaging.SLICE).forEach(part -> test.commit(recording, part));

        assertThat(test.commit(recording, lost.get(1))).isFalse();

        assertDecidedOnce();
    }

    @Test
    void whatWasDecidedBeforeAnEventDiedStandsAndItsRedriveGoesOn() {
        test.commit(recording, staging(1).slices(0).get(0));
        EventStaging dead = new EventStaging(event(1));
        dead.giveUp("the decide route failed 5 times");
        test.commit(recording, dead);

        assertThat(test.column("SELECT state || ' ' || decided_to FROM event"))
                .containsExactly("dead " + EventStaging.SLICE);
        JsonNode decision = decision();
        assertThat(decision.path("alerts")).hasSize(EventStaging.SLICE);
        assertThat(decision.path("dead").asText()).contains("failed 5 times");

        test.store
                .submit(
                        (tx, inputs, now) ->
                                List.of(tx.execute("UPDATE event SET state = 'pending', fence = 2 WHERE id = 'evt_1'")),
                        "")
                .join();
        staging(2).slices(EventStaging.SLICE).forEach(part -> test.commit(recording, part));

        assertThat(test.column("SELECT reason FROM dead_letter WHERE kind = 'alert'"))
                .containsExactly("it is no alert");
        assertThat(decision().path("alerts")).hasSize(ALERTS);
        assertThat(decision().has("dead")).isFalse();
        assertThat(count("alert")).isEqualTo(Integer.toString(ALERTS));
    }

    private JsonNode decidedSoFar() {
        String alerts = test.store.read(tx ->
                DecisionParts.joined(DecisionParts.read(tx, List.of("evt_1")).get("evt_1")));
        return JsonText.read(new ObjectMapper(), alerts);
    }

    private void claimAgain() {
        test.store
                .submit((tx, inputs, now) -> List.of(tx.execute("UPDATE event SET fence = 2 WHERE id = 'evt_1'")), "")
                .join();
    }

    private void assertDecidedOnce() {
        assertThat(test.column("SELECT state || ' ' || decided_to FROM event")).containsExactly("decided 0");
        assertThat(test.column("SELECT count(*) || ' ' || min(fire_count) || ' ' || max(fire_count) FROM alert"))
                .containsExactly(ALERTS + " 1 1");
        assertThat(count("notice")).isEqualTo(Integer.toString(ALERTS));
        assertThat(count("dead_letter")).isEqualTo("1");
        JsonNode decision = decision();
        assertThat(decision.path("alerts")).hasSize(ALERTS);
        assertThat(decision.path("refused")).hasSize(1);
    }

    private String count(String table) {
        return test.column("SELECT count(*) || '' FROM " + table).get(0);
    }

    private JsonNode decision() {
        try {
            return test.corridor
                    .json()
                    .readTree(test.column("SELECT decision FROM event").get(0));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Event event(int fence) {
        return new Event("evt_1", "test", "test", "{}", Map.of(), TestCorridor.START, fence, fence);
    }

    private static EventStaging staging(int fence) {
        EventStaging staging = new EventStaging(event(fence));
        staging.decidedBy("v", Map.of("all", RULE));
        for (int i = 0; i < ALERTS; i++) {
            Alert alert = RecordDecisionTest.alert("a" + i);
            staging.observe(new Observed(alert, AlertJson.write(alert), List.of("all")));
        }
        staging.refuse(ALERTS, "it is no alert");
        return staging;
    }
}
