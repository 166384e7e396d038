package io.tocsin.pipeline.silence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Window;
import io.tocsin.model.time.Hours;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.outbox.HubOverTime;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.sql.JsonText;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Silences are asked when rules look: what fires is left out, and told once nothing hides it any more. */
@Tag("store")
class HeldBackTest extends HubOverTime {

    HeldBackTest() {
        super("ops");
    }

    @Override
    protected void reads() {
        hub.rule("disk", "ops");
    }

    private Silence silence(String fingerprint, Duration length) {
        return put(Optional.empty(), fingerprint, length);
    }

    private Silence put(Optional<String> id, String fingerprint, Duration length) {
        Scope scope = Scope.of(EventPattern.compile("{\"fingerprint\": [\"" + fingerprint + "\"]}"));
        Instant now = hub.clock.instant();
        SilenceAnswer answer = hub.silences.take(
                new SilenceOrder("mia", id, new SilenceOrder.Be(scope, now, now.plus(length), "ann", "we know")));
        assertThat(answer.refused()).isEmpty();
        return answer.silence().orElseThrow();
    }

    private void end(Silence silence) {
        assertThat(hub.silences
                        .take(new SilenceOrder("mia", Optional.of(silence.id()), new SilenceOrder.End("done")))
                        .refused())
                .isEmpty();
    }

    @Test
    void whatASilenceHidesIsToldAtItsEndIfItStillFires() {
        Silence silence = silence("a", Duration.ofHours(1));
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened b");
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("silence " + silence.id());
        assertThat(hub.column("SELECT decision FROM event ORDER BY id").get(0))
                .contains("held back by silence " + silence.id() + " until 2026-08-20T11:00:00Z");
        assertThat(hub.column("SELECT book FROM incident ORDER BY id").get(0)).contains("HOLD");

        pass(Duration.ofMinutes(59));
        restart();
        assertThat(hub.heard()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT held_by FROM held")).isEmpty();
    }

    @Test
    void whatIsOverBeforeTheSilenceEndsIsToldToNobody() {
        silence("a", Duration.ofHours(1));
        hub.fires("a", Severity.HIGH);
        hub.over("a");
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");
        assertThat(hub.column("SELECT held_by FROM held")).isEmpty();
    }

    @Test
    void theEndOfWhatWasToldIsToldThoughItIsHidden() {
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        silence("a", Duration.ofHours(1));
        hub.fires("a", Severity.CRITICAL);
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).as("that it is worse is hidden").containsExactly("ops opened a");

        hub.over("a");
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void theNextMessageSaysWhatOfItWasToldAndIsHiddenNow() {
        hub.groupBy("together");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.fires("g/a", Severity.HIGH);
        hub.fires("g/b", Severity.HIGH);
        pass(Duration.ZERO);
        Silence silence = silence("g/a", Duration.ofHours(1));
        silence("g/c", Duration.ofHours(2));
        hub.fires("g/c", Severity.HIGH); // of which nobody was told
        hub.fires("g/d", Severity.HIGH);
        pass(Duration.ofMinutes(1));

        JsonNode newest = JsonText.read(
                hub.test.corridor.json(),
                hub.column("SELECT message FROM notice ORDER BY version DESC LIMIT 1")
                        .get(0));
        assertThat(newest.path("incident").path("heldNow"))
                .singleElement()
                .hasToString(
                        "{\"by\":\"silence " + silence.id() + "\",\"alerts\":1,\"until\":\"2026-08-20T11:00:00Z\"}");
    }

    @Test
    void anAlertThatCannotBeReadKeepsNoOtherFromBeingReleased() {
        Silence silence = put(Optional.empty(), "a\", \"b", Duration.ofDays(7));
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).isEmpty();
        hub.test.commit(
                (tx, inputs, now) ->
                        List.of(tx.execute("UPDATE alert SET content = '{' WHERE fingerprint = 'a'", new Object[0])),
                "");

        end(silence);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened b");
        assertThat(hub.column("SELECT held_by FROM released")).isEmpty();
        assertThat(hub.column("SELECT due_at - " + hub.clock.millis() + " FROM incident ORDER BY id")
                        .get(0))
                .isEqualTo("600000");
    }

    @Test
    void aSilenceOrWindowThatCannotBeReadKeepsNoOtherFromHiding() {
        silence("a", Duration.ofHours(1));
        hub.test.commit(
                (tx, inputs, now) -> {
                    tx.execute("INSERT INTO silence (id, scope, starts_at, ends_at, author, comment, changed_at)"
                            + " VALUES ('sil_broken', '{', 0, 4000000000000, '', '', 0)");
                    tx.execute(
                            "INSERT INTO maintenance_window (id, scope, starts, lasts, zone, rule, exceptions, notify,"
                                    + " author, comment, made_at) VALUES ('win_broken', '{', '2026-01-01T00:00', 1, 'UTC', '',"
                                    + " '[]', '[]', '', '', 0)");
                    return List.of(1);
                },
                "");
        restart();
        assertThat(LiveWindows.load(hub.test.store, hub.test.corridor.json())
                        .committed()
                        .size())
                .isZero();
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void aSilenceThatIsChangedAfterTheClockWasSetBackGoesOnAndEndsWhenItSaysNow() {
        Silence before = silence("a", Duration.ofHours(3));
        hub.clock.advance(Duration.ofHours(-1));
        SilenceAnswer answer = hub.silences.take(new SilenceOrder(
                "mia",
                Optional.of(before.id()),
                new SilenceOrder.Be(
                        before.scope(),
                        before.startsAt(),
                        hub.clock.instant().plus(Duration.ofMinutes(30)),
                        "ann",
                        "shorter")));

        assertThat(answer.silence().map(Silence::id)).contains(before.id());
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).as("it hides as before").isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aSilenceThatIsEndedEarlyTellsWhatItHidThoughTheHubStartsAgainBetween() {
        Silence silence = silence("a", Duration.ofDays(7));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofHours(1));
        end(silence);
        assertThat(hub.column("SELECT held_by FROM released")).containsExactly("silence " + silence.id());
        restart();
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT held_by FROM released UNION ALL SELECT held_by FROM held"))
                .isEmpty();
        assertThat(hub.column("SELECT action FROM audit ORDER BY id")).containsExactly("silence.add", "silence.end");
        pass(Duration.ofDays(8));
        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void ofTwoSilencesTheOneThatLastsLongerCounts() {
        silence("a", Duration.ofHours(1));
        Silence longer = silence("a", Duration.ofHours(3));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).isEmpty();
        end(longer);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void endingOneOfTwoTellsNothingWhileTheOtherHides() {
        Silence first = silence("a", Duration.ofHours(3));
        hub.fires("a", Severity.HIGH);
        Silence second = silence("a", Duration.ofHours(2));
        end(first);
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("silence " + second.id());
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aSilenceThatIsMadeLongerHidesForLongerAndOneMadeShorterForLess() {
        Silence silence = silence("a", Duration.ofHours(1));
        hub.fires("a", Severity.HIGH);
        assertThat(put(Optional.of(silence.id()), "a", Duration.ofHours(4)).id())
                .isEqualTo(silence.id());
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).isEmpty();
        put(Optional.of(silence.id()), "a", Duration.ofMinutes(30));
        pass(Duration.ofMinutes(29));
        assertThat(hub.heard()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aSilenceOfOtherAlertsTakesThePlaceOfOneThatIsActive() {
        Silence silence = silence("a", Duration.ofHours(1));
        hub.fires("a", Severity.HIGH);
        Silence other = put(Optional.of(silence.id()), "b", Duration.ofHours(1));
        assertThat(other.id()).isNotEqualTo(silence.id());
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void onAGridWhatASilenceHidIsToldAtTheNextLook() {
        hub.policies.put(
                "disk",
                TestStages.policy("disk", true, "ops")
                        .waiting(Wait.plain(Duration.ofSeconds(30)))
                        .every(Duration.ofMinutes(5)));
        silence("a", Duration.ofMinutes(7));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofSeconds(30));
        pass(Duration.ofMinutes(7));
        assertThat(hub.heard()).isEmpty();
        pass(Duration.ofMinutes(3));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aRepeatIsNotToldWhileItIsHidden() {
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").repeating(Duration.ofHours(1)));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        hub.heard();
        silence("a", Duration.ofMinutes(90));
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(hub.heard()).containsExactly("ops reminder a");
    }

    private static EventPattern pattern(String... fingerprints) {
        return EventPattern.compile("{\"fingerprint\": [\"" + String.join("\", \"", fingerprints) + "\"]}");
    }

    private void inhibition(EventPattern source, EventPattern target, String... equal) {
        hub.holds = new FileHolds(List.of(), List.of(new Inhibition("down", "", source, target, List.of(equal))));
        hub.followFiles();
    }

    @Test
    void aWindowHidesWhileItGoesOnAndIsToldAtItsEnd() {
        Recurrence night = Recurrence.of(
                LocalDateTime.parse("2026-01-01T09:00"), Duration.ofHours(2), ZoneId.of("UTC"), "FREQ=DAILY", Set.of());
        hub.holds = new FileHolds(List.of(new Window("night", "", pattern("a"), night)), List.of());
        hub.followFiles();
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ofMinutes(59));
        assertThat(hub.heard()).containsExactly("ops opened b");
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("window night");
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aWindowThatIsTakenOutOfItsFileTellsWhatItHidAndOneThatStaysDoesNot() {
        Recurrence once =
                Recurrence.once(LocalDateTime.parse("2026-08-20T09:00"), Duration.ofDays(2), ZoneId.of("UTC"));
        Window stays = new Window("stays", "", pattern("b"), once);
        hub.holds = new FileHolds(List.of(new Window("goes", "", pattern("a"), once), stays), List.of());
        hub.followFiles();
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        hub.holds = new FileHolds(List.of(stays), List.of());
        hub.followFiles();
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("window stays");
    }

    @Test
    void anAlertThatFitsTheSourceKeepsTargetsQuietUntilItIsOver() {
        inhibition(pattern("cluster"), pattern("a", "b"));
        hub.fires("a", Severity.HIGH);
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened a", "ops opened cluster");
        assertThat(hub.column("SELECT held_by FROM held")).containsExactly("inhibition down");
        restart();
        inhibition(pattern("cluster"), pattern("a", "b"));
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).isEmpty();
        hub.over("cluster");
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops resolved cluster", "ops opened b");
        assertThat(hub.column("SELECT alert_id FROM inhibitor")).isEmpty();
    }

    private void act(String incident, Input.Act act) {
        Acts acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ofDays(1), (tx, unreached, now) -> {});
        assertThat(acts.act(new ActOrder(incident, act, "ann (ci)")).changed()).isTrue();
    }

    @Test
    void theEndOfASourceWhoseIncidentSomebodyResolvedTellsWhatItKeptQuiet() {
        inhibition(pattern("cluster"), pattern("b"));
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened cluster");
        act(
                hub.column("SELECT id FROM incident ORDER BY id").get(0),
                new Input.ResolvedBy("ann", PublicStatus.Change.NONE, Duration.ofDays(1)));
        pass(Duration.ofMinutes(1));
        hub.heard();
        assertThat(hub.column("SELECT count(*) FROM inhibitor")).containsExactly("1");
        hub.over("cluster");
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened b");
        assertThat(hub.column("SELECT alert_id FROM inhibitor")).isEmpty();
    }

    @Test
    void aStartFindsThatASourceIsOver() {
        inhibition(pattern("cluster"), pattern("b"));
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        hub.heard();
        hub.test.commit(
                (tx, orders, now) ->
                        List.of(tx.execute("UPDATE alert SET status = 'resolved' WHERE fingerprint = 'cluster'")),
                1);
        restart();
        inhibition(pattern("cluster"), pattern("b"));
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened b");
        assertThat(hub.column("SELECT alert_id FROM inhibitor")).isEmpty();
    }

    @Test
    void aCommentBetweenTheEndOfAHoldAndItsReleaseLosesNothing() {
        Silence silence = silence("a", Duration.ofDays(7));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofHours(1));
        end(silence);
        act(hub.column("SELECT incident_id FROM held").get(0), new Input.Commented("ann", "on it"));
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT held_by FROM held")).isEmpty();
    }

    @Test
    void aSourceThatEndsWhileSomebodyCommentsTellsWhatItKeptQuiet() {
        inhibition(pattern("cluster"), pattern("a"));
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofMinutes(1));
        hub.heard();
        hub.over("cluster");
        act(hub.column("SELECT incident_id FROM held").get(0), new Input.Commented("ann", "on it"));
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops resolved cluster", "ops opened a");
        assertThat(hub.column("SELECT held_by FROM held")).isEmpty();
    }

    @Test
    void silencesThatEndedByThemselvesAreForgottenAWhileLater() {
        silence("a", Duration.ofHours(1));
        Silence longer = silence("b", Duration.ofHours(3));
        hub.live.forgetOver(hub.clock.instant().plus(Duration.ofMinutes(61)));
        assertThat(hub.live.committed().size()).isEqualTo(2);
        hub.live.forgetOver(hub.clock.instant().plus(Duration.ofMinutes(71)));
        assertThat(hub.live.committed().size()).isEqualTo(1);
        assertThat(hub.live.committed().find(longer.id())).isPresent();
    }

    @Test
    void whatIsReadAnewWhileATransactionGoesOnStays() {
        Silence known = silence("a", Duration.ofHours(1));
        hub.test.commit(
                (tx, orders, now) -> {
                    hub.live.stageWithout(tx, known.id());
                    // as if another hub had made one, and this one read it between
                    Silence other = new Silence(
                            "sil_other", known.scope(), known.startsAt(), known.endsAt(), "ben", "", known.changedAt());
                    SilenceTable.write(tx, hub.test.corridor.json(), other);
                    hub.live.reread(all -> all.with(other));
                    return List.of(1);
                },
                1);
        assertThat(hub.live.committed().find("sil_other")).isPresent();
        assertThat(hub.live.committed().find(known.id())).isEmpty();
    }

    @Test
    void tooManySilencesThatEveryAlertIsComparedWithAreRefused() {
        Instant now = hub.clock.instant();
        hub.test.commit(
                (tx, orders, time) -> {
                    for (int i = 0; i < ChangeSilences.MOST_TRIED; i++) {
                        hub.live.stageWith(
                                tx,
                                new Silence(
                                        "sil_" + i,
                                        Scope.of(MatcherText.read("env!=e" + i)),
                                        now,
                                        now.plusSeconds(60),
                                        "ann",
                                        "",
                                        now));
                    }
                    return List.of(1);
                },
                1);
        assertThat(hub.silences
                        .take(new SilenceOrder(
                                "mia",
                                Optional.empty(),
                                new SilenceOrder.Be(
                                        Scope.of(MatcherText.read("env!=x")), now, now.plusSeconds(60), "ann", "")))
                        .refused())
                .contains(SilenceAnswer.Refusal.TOO_MANY_TRIED);
        assertThat(hub.silences
                        .take(new SilenceOrder(
                                "mia",
                                Optional.empty(),
                                new SilenceOrder.Be(
                                        Scope.of(MatcherText.read("env!=x, host=a")),
                                        now,
                                        now.plusSeconds(60),
                                        "ann",
                                        "")))
                        .refused())
                .isEmpty();
    }

    @Test
    void aSilencedSourceStillKeepsOthersQuiet() {
        inhibition(pattern("cluster"), pattern("b"));
        silence("cluster", Duration.ofHours(2));
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void alertsThatFitBothSidesDoNotKeepEachOtherQuietAndNoneKeepsItself() {
        inhibition(pattern("x", "y"), pattern("x", "y", "z"));
        hub.fires("x", Severity.HIGH);
        hub.fires("y", Severity.HIGH);
        hub.fires("z", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened x", "ops opened y");
    }

    @Test
    void anInhibitionThatIsWrittenWhileItsSourceFiresCountsAndOneThatIsTakenOutDoesNot() {
        hub.fires("cluster", Severity.CRITICAL);
        pass(Duration.ZERO);
        hub.heard();
        inhibition(pattern("cluster"), pattern("b"), "severity");
        hub.fires("b", Severity.CRITICAL);
        pass(Duration.ZERO);
        assertThat(hub.heard()).isEmpty();
        hub.holds = FileHolds.NONE;
        hub.followFiles();
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops opened b");
    }

    @Test
    void onlyWhatAgreesInTheFieldsIsKeptQuiet() {
        inhibition(pattern("cluster"), pattern("a", "b"), "severity", "labels.none");
        hub.fires("cluster", Severity.CRITICAL);
        hub.fires("a", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened cluster", "ops opened b");
    }

    /** Active from 12:00 to 18:00 UTC; the clock begins at 10:00. */
    private void hours(ActiveTimes.Later later) {
        hub.policies.put(
                "disk",
                TestStages.policy("disk", true, "ops")
                        .active(new ActiveTimes(
                                List.of(new Hours(
                                        LocalTime.of(12, 0), LocalTime.of(18, 0), EnumSet.allOf(DayOfWeek.class))),
                                ZoneId.of("UTC"),
                                later)));
    }

    @Test
    void whatBeginsOutsideTheHoursOfARuleIsToldWhenTheyBeginThoughTheHubStartsAgainBetween() {
        hours(ActiveTimes.Later.HOLD);
        hub.fires("a", Severity.HIGH);
        hub.fires("gone", Severity.HIGH);
        hub.over("gone");
        assertThat(hub.column("SELECT decision FROM event ORDER BY id").get(0))
                .contains("held back by the hours of rule disk until 2026-08-20T12:00:00Z");
        pass(Duration.ofMinutes(119));
        assertThat(hub.heard()).isEmpty();
        restart();
        hours(ActiveTimes.Later.HOLD);
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void outsideTheHoursOfARuleEndsAreToldAndWhatIsWorseWaits() {
        hours(ActiveTimes.Later.HOLD);
        pass(Duration.ofHours(3));
        hub.fires("a", Severity.LOW);
        hub.fires("b", Severity.LOW);
        pass(Duration.ZERO);
        hub.heard();
        pass(Duration.ofHours(6));
        hub.fires("a", Severity.CRITICAL);
        hub.over("b");
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops resolved b");
        pass(Duration.ofHours(17));
        assertThat(hub.heard()).containsExactly("ops updated a");
    }

    @Test
    void aRuleThatDropsNeverTellsOfWhatBeganOutsideItsHoursNorOfItsEnd() {
        hours(ActiveTimes.Later.DROP);
        hub.fires("a", Severity.HIGH);
        assertThat(hub.column("SELECT decision FROM event"))
                .singleElement()
                .asString()
                .contains("later: drop");
        pass(Duration.ofHours(3));
        hub.fires("a", Severity.CRITICAL);
        hub.fires("b", Severity.HIGH);
        pass(Duration.ZERO);
        hub.over("a");
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened b");
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).as("a new beginning").containsExactly("ops opened a");
    }

    @Test
    void anotherRuleTellsWhatARuleOutsideItsHoursDoesNot() {
        hours(ActiveTimes.Later.DROP);
        hub.policies.put("all", TestStages.policy("all", true, "ops"));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops opened a");
        hub.over("a");
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void moreThanFitIntoOneTransactionAreToldOnceAndNoneIsForgotten() {
        Silence silence = hub.silences
                .take(new SilenceOrder(
                        "mia",
                        Optional.empty(),
                        new SilenceOrder.Be(
                                Scope.of(EventPattern.compile("{\"status\": [\"firing\"]}")),
                                hub.clock.instant(),
                                hub.clock.instant().plus(Duration.ofDays(1)),
                                "ann",
                                "storm")))
                .silence()
                .orElseThrow();
        for (int i = 0; i < 450; i++) {
            hub.fires("a" + i, Severity.HIGH);
        }
        pass(Duration.ZERO);
        assertThat(hub.heard()).isEmpty();
        end(silence);
        hub.look();
        hub.drain();
        assertThat(hub.heard()).hasSize(450).doesNotHaveDuplicates();
    }
}
