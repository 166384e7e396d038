package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.recipient.Target;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class RecordDecisionTest {

    private static final Policy RULE = Policy.atOnce(
            "disk",
            List.of(new Target.Receiver("ops"), new Target.Receiver("mail")),
            Optional.empty(),
            true,
            Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private TestCorridor test;
    private RecordDecision recording;
    private final Map<String, Policy> policies = new HashMap<>(Map.of("disk", RULE));
    private int events;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        recording = new RecordDecision(test.corridor, Notifying.NOBODY);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aFiringAlertOpensAnIncidentAndMakesOneNotice() {
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.column("SELECT status || ' ' || severity || ' ' || fire_count FROM alert"))
                .containsExactly("firing high 1");
        assertThat(test.column("SELECT rules || ' ' || group_key || ' ' || state FROM incident"))
                .containsExactly("[\"disk\"] test a open");
        assertThat(test.column("SELECT kind || ' ' || version || ' ' || receivers || ' ' || state FROM notice"))
                .containsExactly("opened 1 [\"ops\",\"mail\"] pending");
        assertThat(test.column("SELECT state FROM event")).containsExactly("decided");
    }

    @Test
    void aDuplicateStillCountsOnItsAlert() {
        decide(firing("a", Severity.HIGH, RULE));
        test.clock.advance(Duration.ofMinutes(1));
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.column("SELECT fire_count || ' ' || (last_seen_at - first_seen_at) FROM alert"))
                .containsExactly("2 60000");
        assertThat(test.rows("SELECT * FROM notice")).hasSize(1);
    }

    @Test
    void anAlertThatNeverResolvesByItselfIsSeenTwice() {
        decide(firing("a", Severity.HIGH, RULE));
        decide(firing("a", Severity.CRITICAL, RULE));

        assertThat(
                        test.column(
                                "SELECT severity || ' ' || fire_count || ' ' || coalesce(CAST(resolve_after AS TEXT), 'never') FROM alert"))
                .containsExactly("critical 2 never");
    }

    @Test
    void anAlertThatResolvesByItselfIsSeenTwiceAndTheLastSenderSaysAfterHowLong() {
        decide(until("a", Duration.ofMinutes(5)));
        assertThat(test.column("SELECT resolve_after FROM alert")).containsExactly("300000");

        decide(until("a", Duration.ofMinutes(7)));
        assertThat(test.column("SELECT fire_count || ' ' || resolve_after FROM alert"))
                .containsExactly("2 420000");

        decide(firing("a", Severity.HIGH, RULE));
        decide(until("a", Duration.ofMinutes(1)));
        assertThat(test.column("SELECT fire_count || ' ' || resolve_after FROM alert"))
                .containsExactly("4 60000");
    }

    @Test
    void anEndOfWhichNobodyIsNotifiedSaysWhy() {
        Policy silent = Policy.atOnce("disk", List.of(), Optional.empty(), true, RULE.dedup());
        policies.put("disk", silent);
        decide(firing("a", Severity.HIGH, silent));
        decide(resolved("a", silent));

        assertThat(test.column("SELECT decision FROM event ORDER BY id").get(1))
                .contains("\"resolved\"", "nobody was notified of the beginning, so nobody is of the end");
    }

    @Test
    void aRepeatSaysUntilWhenTheSameIsOneMoreWhereThatEverEnds() {
        decide(firing("a", Severity.HIGH, RULE));
        decide(firing("a", Severity.HIGH, RULE));
        decide(until("b", Duration.ofMinutes(5)));
        decide(until("b", Duration.ofMinutes(5)));

        List<String> decisions = test.column("SELECT decision FROM event ORDER BY id");
        assertThat(decisions.get(1)).contains("\"duplicate\"", "\"since\"", "\"until\"");
        assertThat(decisions.get(3)).contains("\"duplicate\"", "\"since\"").doesNotContain("\"until\"");
    }

    @Test
    void theStoreIsTheTruthWhereTheCacheWasLostWithARestart() {
        decide(firing("a", Severity.HIGH, RULE));
        test.clock.advance(Duration.ofMinutes(1));
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.rows("SELECT * FROM notice")).hasSize(1);
    }

    @Test
    void theCacheIsNotBelievedWhereTheStoreDoesNotHoldTheAlert() {
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.column("SELECT kind FROM notice")).containsExactly("opened");
    }

    @Test
    void aRuleThatIsNewIsToldOfAnAlertThatIsKnownAlready() {
        decide(firing("a", Severity.HIGH));
        test.clock.advance(Duration.ofMinutes(1));
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.column("SELECT rules || ' ' || kind FROM notice")).containsExactly("[\"disk\"] opened");
    }

    @Test
    void anAlertThatResolvesClosesItsIncidentAndFiringAgainOpensAnother() {
        decide(firing("a", Severity.HIGH, RULE));
        sent();
        decide(resolved("a", RULE));
        decide(firing("a", Severity.HIGH, RULE));

        assertThat(test.column("SELECT state FROM incident ORDER BY id")).containsExactly("resolved", "open");
        assertThat(test.column("SELECT kind || version FROM notice ORDER BY id"))
                .containsExactly("opened1", "resolved2", "opened1");
    }

    @Test
    void aGroupOfDecisionsAboutOneAlertIsTheSameAsOneAfterTheOther() {
        EventStaging first = staging(firing("a", Severity.HIGH, RULE));
        EventStaging second = staging(resolved("a", RULE));
        EventStaging third = staging(firing("a", Severity.LOW, RULE));

        test.store
                .submit((tx, inputs, now) -> List.of(recording.apply(tx, List.of(first, second, third), now)), "")
                .join();

        assertThat(test.column("SELECT state || ' ' || severity FROM incident ORDER BY id"))
                .containsExactly("resolved high", "open low");
        assertThat(test.column("SELECT fire_count FROM alert")).containsExactly("2");
        assertThat(test.column("SELECT kind || withdrawn FROM notice ORDER BY id"))
                .as("the first was over before it was sent: neither it nor its end is")
                .containsExactly("opened1", "opened0");
    }

    @Test
    void twoRulesMakeOneIncidentOfTheHighestSeverityAndOneMessageForTheReceiverThatBothName() {
        policies.put(
                "loud",
                Policy.atOnce(
                        "loud",
                        List.of(new Target.Receiver("ops")),
                        Optional.of(Severity.CRITICAL),
                        true,
                        Duration.ofMinutes(1)));
        decide(firing("a", Severity.LOW, RULE, policies.get("loud")));

        assertThat(test.column("SELECT rules || ' ' || severity || ' ' || version FROM incident"))
                .containsExactly("[\"disk\",\"loud\"] critical 1");
        assertThat(test.column("SELECT receivers || ' ' || kind FROM notice ORDER BY receivers"))
                .containsExactly("[\"mail\"] opened", "[\"ops\"] opened");
    }

    @Test
    void anAlertThatNothingEndsIsNotifiedAgainByTheRuleWhoseWindowPassed() {
        policies.put(
                "loud",
                Policy.atOnce(
                        "loud", List.of(new Target.Receiver("pager")), Optional.empty(), true, Duration.ofMinutes(1)));
        decide(firing("a", Severity.LOW, RULE, policies.get("loud")));
        sent();
        test.clock.advance(Duration.ofMinutes(2));
        decide(firing("a", Severity.LOW, RULE, policies.get("loud")));

        assertThat(test.column("SELECT receivers || ' ' || kind FROM notice WHERE version = 2"))
                .containsExactly("[\"pager\"] updated");
    }

    @Test
    void theEndOfAnIncidentWhoseRuleSaysResolvedFalseIsRecordedAndNotNotified() {
        Policy quiet = Policy.atOnce("disk", RULE.targets(), Optional.empty(), false, RULE.dedup());
        policies.put("disk", quiet);
        decide(firing("a", Severity.HIGH, quiet));
        decide(resolved("a", quiet));

        assertThat(test.column("SELECT state || CASE WHEN resolved_at IS NULL THEN '' ELSE ' then' END FROM incident"))
                .containsExactly("resolved then");
        assertThat(test.column("SELECT kind FROM notice")).containsExactly("opened");
        assertThat(test.column("SELECT decision FROM event ORDER BY id DESC LIMIT 1"))
                .singleElement()
                .asString()
                .contains("\"resolved-quietly\"", "the rule says resolved: false, so nobody is notified");
        decide(firing("a", Severity.HIGH, quiet));
        assertThat(test.column("SELECT kind FROM notice")).containsExactly("opened", "opened");
    }

    @Test
    void aDecisionWhoseClaimWasLostChangesNothing() {
        EventStaging late = staging(firing("a", Severity.HIGH, RULE));
        test.store
                .submit(
                        (tx, inputs, now) -> List.of(tx.createUpdate("UPDATE event SET fence = fence + 1")
                                .execute()),
                        "")
                .join();

        assertThat(test.commit(recording, late)).isFalse();
        assertThat(test.rows("SELECT * FROM alert")).isEmpty();
        assertThat(test.rows("SELECT * FROM notice")).isEmpty();
    }

    @Test
    void aResolutionEndsTheIncidentOfARuleThatItDoesNotMatch() {
        decide(firing("a", Severity.CRITICAL, RULE));
        sent();

        Alert over = alert("a", AlertStatus.RESOLVED, Severity.MEDIUM);
        decide(new Observed(over, AlertJson.write(over), List.of()));

        assertThat(test.column("SELECT state || ' ' || severity FROM incident")).containsExactly("resolved critical");
        assertThat(test.column("SELECT kind FROM notice ORDER BY version")).containsExactly("opened", "resolved");
    }

    @Test
    void whoWasToldTheBeginningIsToldTheEndThoughTheRuleIsGone() {
        decide(firing("a", Severity.CRITICAL, RULE));
        sent();
        policies.clear();

        Alert over = alert("a", AlertStatus.RESOLVED, Severity.MEDIUM);
        decide(new Observed(over, AlertJson.write(over), List.of()));

        assertThat(test.column("SELECT state FROM incident")).containsExactly("resolved");
        assertThat(test.column("SELECT receivers FROM notice WHERE kind = 'resolved'"))
                .containsExactly("[\"ops\",\"mail\"]");
    }

    @Test
    void aResolutionThatSaysLittleIsCompletedByWhatWasKnown() {
        Alert fired = labelled(AlertStatus.FIRING, Map.of("service", "orders"), "It burns");
        decide(new Observed(fired, AlertJson.write(fired), List.of("disk")));
        Alert over = labelled(AlertStatus.RESOLVED, Map.of(), "");
        decide(new Observed(over, AlertJson.write(over), List.of("disk")));

        assertThat(test.column("SELECT content FROM alert"))
                .singleElement()
                .asString()
                .contains("\"service\":\"orders\"", "It burns", "\"status\":\"resolved\"");
    }

    /** SQS, EventBridge and a redrive do not keep order: the good news overtook the bad. */
    @Test
    void whatIsOlderThanWhatTheSenderSaidSinceTellsNobody() {
        decide(told(AlertStatus.FIRING, "2026-08-20T10:00:00Z"));
        decide(told(AlertStatus.RESOLVED, "2026-08-20T10:05:00Z"));
        decide(told(AlertStatus.FIRING, "2026-08-20T10:00:00Z"));

        assertThat(test.column("SELECT state FROM incident")).containsExactly("resolved");
        assertThat(test.column("SELECT status FROM alert")).containsExactly("resolved");
        assertThat(test.column("SELECT decision FROM event ORDER BY id").get(2)).contains("\"verdict\":\"late\"");

        test.clock.advance(Duration.ofMinutes(10));
        decide(told(AlertStatus.FIRING, "2026-08-20T10:06:00Z"));
        decide(told(AlertStatus.RESOLVED, "2026-08-20T10:04:00Z"));
        assertThat(test.column("SELECT state FROM incident WHERE state = 'open'"))
                .hasSize(1);
    }

    @Test
    void whatWasSaidAtTheSameTimeCountsAsItComes() {
        decide(told(AlertStatus.FIRING, "2026-08-20T10:00:00Z"));
        decide(told(AlertStatus.RESOLVED, "2026-08-20T10:00:00Z"));

        assertThat(test.column("SELECT state FROM incident")).containsExactly("resolved");
    }

    /** A decision that failed is tried again a second later, and what came after it goes on meanwhile. */
    @Test
    void aBeginningThatWasHeldUpBehindItsEndOpensNothing() {
        EventStaging firing = staging(firing("a", Severity.HIGH, RULE));
        decide(firing("a", Severity.HIGH, RULE));
        decide(resolved("a", RULE));
        test.commit(recording, firing);

        assertThat(test.column("SELECT state FROM incident")).containsExactly("resolved");
        assertThat(test.column("SELECT decision FROM event ORDER BY id").get(0))
                .contains("\"verdict\":\"late\"", "decided before it");
    }

    @Test
    void anEndThatWasHeldUpBehindItsNextBeginningEndsNothing() {
        decide(firing("a", Severity.HIGH, RULE));
        EventStaging over = staging(resolved("a", RULE));
        decide(firing("a", Severity.HIGH, RULE));
        test.commit(recording, over);

        assertThat(test.column("SELECT state FROM incident")).containsExactly("open");
    }

    @Test
    void aBadAlertIsADeadLetterWithItsIndexBesideTheGoodOnes() {
        EventStaging staging = staging(firing("a", Severity.HIGH, RULE));
        staging.refuse(1, "title is missing");
        test.commit(recording, staging);

        assertThat(test.column("SELECT kind || ' ' || alert_index || ' ' || reason FROM dead_letter"))
                .containsExactly("alert 1 title is missing");
        assertThat(test.rows("SELECT * FROM notice")).hasSize(1);
        assertThat(test.column("SELECT state FROM event")).containsExactly("decided");
    }

    @Test
    void anEventThatNothingCanBeMadeOfIsADeadLetter() {
        EventStaging staging = staging();
        staging.giveUp("no mapping takes it");
        test.commit(recording, staging);

        assertThat(test.column("SELECT state FROM event")).containsExactly("dead");
        assertThat(test.column("SELECT kind || ' ' || reason || ' ' || state FROM dead_letter"))
                .containsExactly("event no mapping takes it open");
    }

    @Test
    void theSameFingerprintInTwoIdentitiesIsTwoAlertsWithEndsOfTheirOwn() {
        decide(in("am-eu", firing("c0ffee", Severity.HIGH, RULE)));
        decide(in("am-us", firing("c0ffee", Severity.HIGH, RULE)));
        decide(in("am-eu", resolved("c0ffee", RULE)));

        assertThat(test.column("SELECT identity || ' ' || status FROM alert ORDER BY identity"))
                .containsExactly("am-eu resolved", "am-us firing");
        assertThat(test.column("SELECT group_key || ' ' || state FROM incident ORDER BY group_key"))
                .containsExactly("am-eu c0ffee resolved", "am-us c0ffee open");
    }

    private static Observed in(String identity, Observed observed) {
        Alert alert = observed.alert().from(identity, identity);
        return new Observed(alert, AlertJson.write(alert), observed.rules());
    }

    /** What was decided so far reached its receivers. */
    private void sent() {
        test.store
                .submit((tx, inputs, now) -> List.of(tx.execute("UPDATE notice SET state = 'told'")), "")
                .join();
    }

    private void decide(Observed observed) {
        assertThat(test.commit(recording, staging(observed))).isTrue();
    }

    private EventStaging staging(Observed... observed) {
        String id = "evt_" + ++events;
        test.store
                .submit(
                        (tx, inputs, now) ->
                                List.of(tx.createUpdate("""
                                        INSERT INTO event (id, source, external_id, content_type, body, attributes,
                                                           received_at, state, due_at, owner, fence, attempt)
                                        VALUES (:id, 'test', :id, '', '{}', '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                        """).bind("id", id).execute()),
                        "")
                .join();
        EventStaging staging =
                new EventStaging(new Event(id, "test", "test", "{}", Map.of(), TestCorridor.START, 1, 1));
        staging.decidedBy("v", policies);
        List.of(observed).forEach(staging::observe);
        return staging;
    }

    private static Observed firing(String fingerprint, Severity severity, Policy... rules) {
        Alert alert = alert(fingerprint, AlertStatus.FIRING, severity);
        return new Observed(
                alert,
                AlertJson.write(alert),
                Stream.of(rules).map(Policy::rule).toList());
    }

    private static Observed resolved(String fingerprint, Policy rule) {
        Alert alert = alert(fingerprint, AlertStatus.RESOLVED, Severity.HIGH);
        return new Observed(alert, AlertJson.write(alert), List.of(rule.rule()));
    }

    private static Observed told(AlertStatus status, String at) {
        Alert alert = AlertJson.read(
                AlertJson.write(alert("a", status, Severity.HIGH)).put("toldAt", at));
        return new Observed(alert, AlertJson.write(alert), List.of("disk"));
    }

    private static Alert labelled(AlertStatus status, Map<String, String> labels, String description) {
        Alert alert = alert("a", status, Severity.HIGH);
        return new Alert(
                "a",
                status,
                Severity.HIGH,
                alert.title(),
                description,
                alert.source(),
                labels,
                alert.annotations(),
                alert.links(),
                alert.value(),
                alert.threshold(),
                alert.startsAt(),
                alert.endsAt());
    }

    private static Observed until(String fingerprint, Duration resolveAfter) {
        Alert alert = alert(fingerprint, AlertStatus.FIRING, Severity.HIGH, Optional.of(resolveAfter));
        return new Observed(alert, AlertJson.write(alert), List.of("disk"));
    }

    static Alert alert(String fingerprint) {
        return alert(fingerprint, AlertStatus.FIRING, Severity.HIGH);
    }

    private static Alert alert(String fingerprint, AlertStatus status, Severity severity) {
        return alert(fingerprint, status, severity, Optional.empty());
    }

    private static Alert alert(
            String fingerprint, AlertStatus status, Severity severity, Optional<Duration> resolveAfter) {
        return new Alert(
                fingerprint,
                status,
                severity,
                "Disk full",
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
                resolveAfter);
    }
}
