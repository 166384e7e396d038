package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people do about an incident, as it stands: who hears of it, and what is refused. */
class WhatPeopleDoTest {

    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final Input.Act ACKNOWLEDGE = new Input.Acknowledged("ana");
    private static final Input.Act UNACKNOWLEDGE = new Input.Unacknowledged("ana");
    private static final Input.Act RESOLVE = new Input.ResolvedBy("ana", PublicStatus.Change.NONE, FOUR_HOURS);
    private static final Input.Act CLOSE = new Input.Closed("ana");
    private static final Input.Act COMMENT = new Input.Commented("ana", "looks like the disk");
    private static final Input.Act ASSIGN = new Input.Assigned("ana", Optional.of("bo"));

    private static Scene firing() {
        return new Scene()
                .rule(Scene.atOnce("A", "slack").repeating(FOUR_HOURS))
                .fires("x", Severity.HIGH, "A")
                .sent();
    }

    private static Incident incident(Scene scene) {
        return scene.standing.incident();
    }

    @Test
    void whatJoinsAtTheSeverityThatWasAcknowledgedIsAnUpdateOfAnAcknowledgedIncident() {
        Scene scene = firing().enter(ACKNOWLEDGE).sent().at(10).fires("y", Severity.HIGH, "A");

        assertThat(scene.heard).endsWith("10 slack updated x y");
        assertThat(incident(scene).status()).isEqualTo(Incident.Status.ACKNOWLEDGED);
    }

    @Test
    void whatJoinsAndIsWorseThanWhatWasAcknowledgedOpensItAgain() {
        Scene scene = firing().enter(ACKNOWLEDGE).sent().at(10).fires("y", Severity.CRITICAL, "A");

        assertThat(incident(scene).status()).isEqualTo(Incident.Status.OPEN);
        assertThat(scene.last.entries())
                .extracting(Entry::kind, Entry::actor, Entry::why)
                .contains(tuple(Entry.Kind.UNACKNOWLEDGED, "hub", "severity rose to critical; ana acknowledged high"));
        assertThat(scene.sent().at(10 + 14_400).heard).endsWith("14410 slack reminder x y");
    }

    @Test
    void whatFiresAndIsWorseThanWhatWasAcknowledgedOpensItAgain() {
        Scene scene = firing().enter(ACKNOWLEDGE).sent().at(10).fires("x", Severity.CRITICAL, "A");

        assertThat(incident(scene).status()).isEqualTo(Incident.Status.OPEN);
    }

    @Test
    void whatWasWorseWhenItWasAcknowledgedMayFallAndRiseAgain() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack"))
                .fires("x", Severity.CRITICAL, "A")
                .sent()
                .enter(ACKNOWLEDGE)
                .fires("x", Severity.LOW, "A")
                .fires("x", Severity.CRITICAL, "A");

        assertThat(incident(scene).status()).isEqualTo(Incident.Status.ACKNOWLEDGED);
    }

    @Test
    void whatWasHeldBackIsToldWhenItIsFreeThoughSomebodyAcknowledgedMeanwhile() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack", "critical-pager").repeating(FOUR_HOURS))
                .fires("x", Severity.HIGH, "A")
                .sent()
                .at(300)
                .holds("x", 36_000)
                .at(600)
                .fires("x", Severity.CRITICAL, "A")
                .at(900)
                .enter(ACKNOWLEDGE)
                .sent();

        assertThat(incident(scene).dueAt()).contains(Scene.ZERO.plusSeconds(36_000));
        assertThat(scene.at(36_000).heard).contains("36000 critical-pager opened x");
    }

    @Test
    void whatChangedIsToldAtTheNextLookThoughSomebodyAcknowledgedAndARepeatWasDueThen() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack", "critical-pager")
                        .every(Duration.ofMinutes(5))
                        .repeating(Duration.ofMinutes(10)))
                .fires("x", Severity.HIGH, "A")
                .sent()
                .at(310)
                .fires("y", Severity.CRITICAL, "A")
                .at(320)
                .enter(ACKNOWLEDGE)
                .sent()
                .at(600);

        assertThat(scene.heard).contains("600 critical-pager opened x y");
    }

    @Test
    void whatWasDueInTheMomentOfAnActThatChangesNothingIsNotTheActs() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack").every(Duration.ofMinutes(5)))
                .fires("x", Severity.HIGH, "A")
                .enter(ASSIGN)
                .sent()
                .at(10)
                .fires("y", Severity.HIGH, "A");
        scene.now = Scene.ZERO.plusSeconds(300);

        scene.enter(ASSIGN);

        assertThat(scene.heard).endsWith("300 slack updated x y");
        assertThat(scene.last.acted()).isFalse();
    }

    @Test
    void aReminderThatWaitsIsNotSentOnceSomebodySeesToIt() {
        Scene scene = firing().at(14_400).enter(ACKNOWLEDGE);

        assertThat(scene.last.withdrawn()).extracting(Withdrawn::version).containsExactly(2L);
        assertThat(scene.heard)
                .containsExactly("0 slack opened x", "14400 slack reminder x", "14400 slack acknowledged x");
    }

    @Test
    void resolvedByAPersonItIsOverForThoseWhoWereToldAndWhatFiresOnTellsNobody() {
        Scene scene = firing().at(60).enter(RESOLVE).sent();
        assertThat(scene.heard).endsWith("60 slack resolved x");
        assertThat(incident(scene).status()).isEqualTo(Incident.Status.RESOLVED);
        assertThat(incident(scene).dueAt()).contains(Scene.ZERO.plusSeconds(60 + 14_400));

        scene.now = Scene.ZERO.plusSeconds(14_459);
        scene.inSameIncident(new Input.Fired("x", "x", Severity.HIGH, false, List.of("A")));

        assertThat(scene.last.effect()).isEqualTo(Decision.Effect.DUPLICATE);
        assertThat(scene.heard).hasSize(2);
    }

    @Test
    void whatIsOverAfterSomebodyResolvedItTellsNobodyAndNothingIsDueAnyMore() {
        Scene scene = firing().enter(RESOLVE).sent();

        scene.inSameIncident(new Input.Cleared("x", "resolved"));

        assertThat(scene.heard).hasSize(2);
        assertThat(incident(scene).lingers()).isFalse();
        assertThat(incident(scene).dueAt()).isEmpty();
    }

    @Test
    void whatStillFiresFourHoursLaterIsAnotherIncidentWhichNamesWhoResolvedTheFirst() {
        Scene scene = firing().enter(RESOLVE).sent();
        scene.now = Scene.ZERO.plus(FOUR_HOURS);
        Input.Fired again = new Input.Fired("x", "x", Severity.HIGH, false, List.of("A"));

        scene.inSameIncident(again);
        assertThat(scene.last.effect()).isEqualTo(Decision.Effect.REOPENED);
        scene.enter(again.after(new Handling.Earlier("inc", "ana")));

        assertThat(scene.heard).endsWith("14400 slack opened x");
        assertThat(incident(scene).handling().earlier()).contains(new Handling.Earlier("inc", "ana"));
        assertThat(scene.last.entries().get(0).why()).isEqualTo("it fires on, though ana resolved inc");
    }

    @Test
    void whatIsWorseThanWhatWasResolvedIsAnotherIncidentAtOnce() {
        Scene scene = firing().enter(RESOLVE);

        scene.inSameIncident(new Input.Fired("x", "x", Severity.CRITICAL, false, List.of("A")));

        assertThat(scene.last.effect()).isEqualTo(Decision.Effect.REOPENED);
    }

    @Test
    void whatHappensOnceIsAnotherIncidentWhenItHappensAgainAfterTheRulesDedup() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack"))
                .firesOnce("x", Severity.HIGH, "A")
                .enter(RESOLVE);
        Input.Fired again = new Input.Fired("x", "x", Severity.HIGH, true, List.of("A"));

        scene.now = Scene.ZERO.plusSeconds(299);
        scene.inSameIncident(again);
        assertThat(scene.last.effect()).isEqualTo(Decision.Effect.DUPLICATE);
        assertThat(scene.last.member().flatMap(member -> member.toldAgainAt(scene.policies)))
                .as("until when a cache may say so")
                .contains(Scene.ZERO.plusSeconds(300));
        scene.now = Scene.ZERO.plusSeconds(300);
        scene.inSameIncident(again);
        assertThat(scene.last.effect()).isEqualTo(Decision.Effect.REOPENED);
    }

    @Test
    void anOpeningThatWasNeverSentAndItsResolutionAreSettledUnheard() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack"))
                .fires("x", Severity.HIGH, "A")
                .enter(RESOLVE);

        assertThat(scene.last.withdrawn()).extracting(Withdrawn::why).containsExactly(Withdrawn.Why.UNHEARD);
        assertThat(scene.heard).containsExactly("0 slack opened x");
    }

    @Test
    void theSameAgainIsDoneAndChangesNothing() {
        Scene scene = firing();
        for (Input.Act act : List.of(ACKNOWLEDGE, ASSIGN, say(PublicStatus.Phase.MONITORING), RESOLVE, CLOSE)) {
            scene.enter(act);
            assertThat(scene.last.entries()).as(act.toString()).isNotEmpty();
            Standing before = scene.standing;
            scene.at(5).enter(act);
            assertThat(scene.standing).isEqualTo(before);
            assertThat(scene.last.refused()).isEmpty();
            assertThat(scene.last.entries()).isEmpty();
        }
    }

    private static Input.Act say(PublicStatus.Phase phase) {
        return new Input.Stated("ana", PublicStatus.Change.to(phase));
    }

    @Test
    void onlyWhatIsValidHappensAndARefusalSaysHowItStands() {
        Scene scene = firing();
        assertThat(refused(scene, CLOSE)).contains("it is open: resolve it first");
        assertThat(refused(scene, say(PublicStatus.Phase.RESOLVED)))
                .contains("it is open, so its public status can't be resolved: resolve it first");
        scene.enter(ACKNOWLEDGE);
        assertThat(refused(scene, CLOSE)).contains("it is acknowledged: resolve it first");

        scene.enter(RESOLVE);
        assertThat(refused(scene, ACKNOWLEDGE)).contains("it is resolved: nobody has to see to it any more");
        assertThat(refused(scene, UNACKNOWLEDGE)).contains("it is resolved: nobody has to see to it any more");
        assertThat(refused(scene, say(PublicStatus.Phase.MONITORING)))
                .contains("it is resolved, so its public status stays resolved: it can't be monitoring");
        for (Input.Act act : List.of(ASSIGN, COMMENT, say(PublicStatus.Phase.RESOLVED), CLOSE)) {
            assertThat(refused(scene, act)).as(act.toString()).isEmpty();
        }

        for (Input.Act act : List.of(ACKNOWLEDGE, UNACKNOWLEDGE, ASSIGN, COMMENT, say(PublicStatus.Phase.RESOLVED))) {
            assertThat(refused(scene, act))
                    .as(act.toString())
                    .contains("it is closed, by ana at 2026-11-29T10:00:00Z: nothing of it can be changed any more");
        }
    }

    @Test
    void whatIsEndingCanBeResolvedButNotAcknowledged() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack").every(Duration.ofMinutes(5)))
                .fires("x", Severity.HIGH, "A")
                .sent()
                .at(10)
                .over("x");
        assertThat(incident(scene).status()).isEqualTo(Incident.Status.ENDING);

        assertThat(refused(scene, ACKNOWLEDGE))
                .contains("it is ending: all its alerts are over, so there is nothing to acknowledge");
        assertThat(refused(scene, CLOSE)).isPresent();
        assertThat(refused(scene, say(PublicStatus.Phase.RESOLVED)))
                .contains("it is ending, so its public status can't be resolved: resolve it first");
        scene.enter(RESOLVE);

        assertThat(scene.heard).endsWith("10 slack resolved over: x");
        assertThat(incident(scene).dueAt()).isEmpty();
    }

    private static Optional<String> refused(Scene scene, Input.Act act) {
        return scene.enter(act).last.refused();
    }

    @Test
    void aCommentIsKeptInTheTimelineAndTellsNobody() {
        Scene scene = firing().enter(COMMENT);

        assertThat(scene.heard).hasSize(1);
        assertThat(scene.last.entries()).singleElement().satisfies(entry -> assertThat(entry.detail())
                .isEqualTo("looks like the disk"));
    }

    @Test
    void whatReadersAreToldIsResolvedOnceAllIsOver() {
        Scene scene = firing().enter(new Input.Stated(
                        "ana",
                        new PublicStatus.Change(
                                Optional.empty(), Optional.of("orders are late"), Optional.empty(), Optional.empty())))
                .sent();
        assertThat(incident(scene).handling().status())
                .isEqualTo(new PublicStatus(Optional.of(PublicStatus.Phase.INVESTIGATING), "orders are late", "", ""));

        scene.over("x");

        assertThat(incident(scene).handling().status().phase()).contains(PublicStatus.Phase.RESOLVED);
    }
}
