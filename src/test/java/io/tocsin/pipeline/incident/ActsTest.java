package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.DoneThere;
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
import java.util.ArrayList;
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

    /** Two at the same time, which the provider's own order tells apart, and one without that: what ends it counts whenever it comes. */
    @Test
    void inWhateverOrderNewsOfATicketComesTheEndIsTheSame() {
        List<News> news =
                List.of(new News(true, 1, 0), new News(false, 2, 1), new News(true, 2, 2), new News(false, 3, 0));
        int place = 0;
        for (List<News> order : orders(news)) {
            String next = another(++place);
            order.forEach(one -> tell(next, one));
            assertThat(acknowledged(next)).as(order.toString()).isEmpty();
            tell(next, new News(true, 4, 0));
            assertThat(acknowledged(next)).as(order.toString()).containsExactly("ann");
        }
        for (int before = 0; before <= news.size(); before++) {
            String next = another(++place);
            news.subList(before, news.size()).forEach(one -> tell(next, one));
            Input.ResolvedBy resolved = new Input.ResolvedBy("ann", PublicStatus.Change.NONE, Duration.ZERO);
            assertThat(acts.act(order(next, resolved, new News(true, 2, 0))).changed())
                    .isTrue();
            news.subList(0, before).forEach(one -> tell(next, one));
            assertThat(test.column("SELECT state FROM incident WHERE id = '" + next + "'"))
                    .containsExactly("resolved");
        }
    }

    @Test
    void eachProviderAndEachIncidentHasAnOrderOfItsOwn() {
        tell(incident, new News(false, 9, 0));
        ActOrder elsewhere = new ActOrder(
                incident,
                new Input.Acknowledged("ann"),
                "ann",
                List.of(Once.everOf("1")),
                Optional.of(new DoneThere("jira", TestCorridor.START, 0, "1")));
        assertThat(acts.act(elsewhere).changed()).isTrue();
        String other = another(1);
        tell(other, new News(true, 1, 0));
        assertThat(acknowledged(other)).containsExactly("ann");
    }

    private record News(boolean acknowledges, int second, int sequence) {}

    private String another(int place) {
        new TestDecisions(test, notifying).decide("y" + place, AlertStatus.FIRING, Severity.HIGH, List.of("disk"));
        return test.column("SELECT id FROM incident ORDER BY id DESC").get(0);
    }

    private void tell(String incident, News news) {
        acts.act(order(
                incident, news.acknowledges ? new Input.Acknowledged("ann") : new Input.Unacknowledged("ann"), news));
    }

    private static ActOrder order(String incident, Input.Act act, News news) {
        String id = incident + " " + news;
        return new ActOrder(
                incident,
                act,
                "ann",
                List.of(Once.everOf(id)),
                Optional.of(
                        new DoneThere("pagerduty", TestCorridor.START.plusSeconds(news.second), news.sequence, id)));
    }

    private List<String> acknowledged(String incident) {
        return test.column(
                "SELECT acknowledged_by FROM incident WHERE acknowledged_by IS NOT NULL AND id = '" + incident + "'");
    }

    private static <T> List<List<T>> orders(List<T> some) {
        if (some.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : some) {
            List<T> rest = new ArrayList<>(some);
            rest.remove(first);
            for (List<T> order : orders(rest)) {
                List<T> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
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
