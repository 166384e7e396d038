package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.pipeline.ledger.TestDecisions;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Id;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do about incidents, over a store: what is written, and what is not done at all. */
@Tag("store")
class ActsTest {

    private static final Map<String, Policy> POLICIES = Map.of("disk", TestStages.policy("disk", true, "ops"));

    @TempDir
    Path folder;

    private TestCorridor test;
    private boolean mayDecide = true;
    private Notifying notifying;
    private Acts acts;
    private String incident;

    @BeforeEach
    void anIncident() {
        test = new TestCorridor(folder);
        notifying = new Notifying(() -> POLICIES, Recipients::none, Holding.NOTHING, () -> mayDecide);
        acts = new Acts(test.corridor, notifying, Duration.ZERO, (tx, unreached, now) -> {});
        new TestDecisions(test, notifying).decide("x", AlertStatus.FIRING, Severity.HIGH, List.of("disk"));
        incident = test.column("SELECT id FROM incident").get(0);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Acted act(Input.Act act) {
        return acts.act(new ActOrder(incident, act, "mia"));
    }

    private String audit() {
        return test.column("SELECT detail FROM audit").get(0);
    }

    @Test
    void aHubWhoseRulesAreBehindDoesNothing() {
        mayDecide = false;

        Acted acted = act(new Input.Acknowledged("mia"));

        assertThat(acted.refused().orElseThrow()).contains("other hubs go by other rules");
        assertThat(test.column("SELECT acknowledged_by FROM incident WHERE acknowledged_by IS NOT NULL"))
                .isEmpty();
        assertThat(test.column("SELECT id FROM audit")).isEmpty();
    }

    @Test
    void theAuditNamesACommentAndQuotesItsBegin() {
        act(new Input.Commented("mia", "x".repeat(300)));

        String id = test.column("SELECT id FROM incident_comment").get(0);
        assertThat(audit()).isEqualTo(id + ": " + "x".repeat(200) + " ...");
    }

    @Test
    void theAuditQuotesTheBeginOfWhatReadersAreTold() {
        act(new Input.Stated(
                "mia",
                new PublicStatus.Change(
                        Optional.empty(), Optional.of("x".repeat(300)), Optional.empty(), Optional.empty())));

        assertThat(audit()).isEqualTo("impact: " + "x".repeat(200) + " ...");
    }

    @Test
    void anIncidentHasSoManyCommentsAndNoMore() {
        test.commit(
                (tx, inputs, now) -> {
                    for (int i = 0; i < 1_000; i++) {
                        Comments.add(tx, incident, new Input.Commented("mia", "no " + i), now);
                    }
                    return List.of(true);
                },
                "");

        assertThat(act(new Input.Commented("mia", "one more")).refused())
                .contains("it has 1000 comments, and no more are kept of one");
        assertThat(act(new Input.Commented("mia", "no 999")).refused()).isEmpty();
    }

    @Test
    void anAlertThatFiresOnKnowsTheIncidentThatSomebodyResolvedUntilItIsOver() {
        act(new Input.ResolvedBy("mia", PublicStatus.Change.NONE, Duration.ZERO));

        assertThat(test.column("SELECT resolved_in FROM alert")).containsExactly(incident);
        assertThat(test.column("SELECT id FROM incident WHERE due_at IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void aCacheAnswersForAnAlertWithoutAnEndUntilTheRulesDedupAndNoLongerThoughItsIncidentWasResolved() {
        happens();
        String resolved = test.column("SELECT id FROM incident WHERE id <> '" + incident + "'")
                .get(0);
        acts.act(new ActOrder(
                resolved, new Input.ResolvedBy("mia", PublicStatus.Change.NONE, Duration.ofHours(4)), "mia"));
        test.clock.advance(Duration.ofMinutes(2));

        assertThat(happens().map(SeenAlert::until)).contains(TestCorridor.START.plus(Duration.ofMinutes(5)));

        test.clock.advance(Duration.ofMinutes(3));
        happens();
        assertThat(test.column("SELECT count(*) FROM incident")).containsExactly("3");
    }

    /** An alert of which nobody tells an end; gives what a cache keeps of it. */
    private Optional<SeenAlert> happens() {
        String id = Id.EVENT.next();
        test.commit(
                (tx, inputs, now) -> List.of(tx.createUpdate("""
                                INSERT INTO event (id, source, external_id, content_type, body, attributes,
                                                   received_at, state, due_at, owner, fence, attempt)
                                VALUES (:id, 'test', :id, '', '{}', '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                """).bind("id", id).execute()), "");
        EventStaging staging =
                new EventStaging(new Event(id, "test", "test", "{}", Map.of(), test.clock.instant(), 1, 1));
        staging.decidedBy("v", POLICIES);
        Alert alert = new Alert(
                        "once",
                        AlertStatus.FIRING,
                        Severity.HIGH,
                        "once",
                        "",
                        "test",
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        TestCorridor.START,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .ending(Optional.empty(), Optional.of(Duration.ofDays(1)));
        staging.observe(new Observed(alert, AlertJson.write(alert), List.of("disk")));
        AtomicReference<Optional<SeenAlert>> cached = new AtomicReference<>();
        staging.afterCommit(outcome -> cached.set(outcome.repeats()));
        assertThat(test.commit(new RecordDecision(test.corridor, notifying), staging))
                .isTrue();
        return cached.get();
    }
}
