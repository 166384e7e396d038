package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two rules that look at different times, one channel that both name: who hears what, and when. */
class WhatAnAddressHearsTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** A: critical to slack and pager, at once, looks at 0, 300, 600 s. B: all to slack, looks at 30, 330, 630 s. */
    private static Scene twoRules() {
        return new Scene()
                .rule(Scene.atOnce("A", "slack", "pager").every(FIVE_MINUTES))
                .rule(Scene.atOnce("B", "slack")
                        .waiting(Wait.plain(Duration.ofSeconds(30)))
                        .every(FIVE_MINUTES));
    }

    private static Scene xThenY() {
        return twoRules()
                .fires("x", Severity.CRITICAL, "A", "B")
                .sent()
                .at(10)
                .fires("y", Severity.MEDIUM, "B")
                .at(30)
                .sent()
                .at(60)
                .over("x")
                .at(300)
                .sent();
    }

    @Test
    void aCriticalAlertIsToldAtOnceByTheRuleThatDoesNotWait() {
        assertThat(twoRules().fires("x", Severity.CRITICAL, "A", "B").heard)
                .containsExactlyInAnyOrder("0 slack opened x", "0 pager opened x");
    }

    @Test
    void whatJoinsIsToldAtTheFirstLookOfTheRuleThatMatchesIt() {
        Scene scene = xThenY();

        assertThat(scene.heardBy("slack")).contains("30 slack updated x y");
        assertThat(scene.heardBy("pager")).doesNotContain("30 pager updated x y");
    }

    @Test
    void anEndIsToldAtTheNextLookAndNothingAtALookThatHasNothingNew() {
        Scene scene = xThenY().at(599);

        assertThat(scene.heard)
                .containsExactlyInAnyOrder(
                        "0 slack opened x",
                        "0 pager opened x",
                        "30 slack updated x y",
                        "300 slack updated y over: x",
                        "300 pager resolved over: x");
    }

    @Test
    void theEarlierLookOfTheRulesOfAnAddressTellsItsLastEnd() {
        Scene scene = xThenY().at(400).over("y").at(10_000);

        assertThat(scene.heardBy("slack")).endsWith("600 slack resolved over: y");
        assertThat(scene.heardBy("pager")).endsWith("300 pager resolved over: x");
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OVER);
        assertThat(scene.standing.incident().resolvedAt()).contains(Scene.ZERO.plusSeconds(400));
    }

    @Test
    void whatFiresWhileTheIncidentIsEndingContinuesItAndBeginsANewRoundWhereTheOldOneIsOver() {
        Scene scene = xThenY().at(400)
                .over("y")
                .at(500)
                .fires("x", Severity.CRITICAL, "A", "B")
                .at(700);

        assertThat(scene.heardBy("slack")).endsWith("600 slack updated x over: y");
        assertThat(scene.heardBy("pager")).endsWith("600 pager opened round 2 x");
    }

    @Test
    void twoRulesThatNameOneChannelAtOnceMakeOneMessage() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack")).rule(Scene.atOnce("B", "slack"));

        scene.fires("x", Severity.CRITICAL, "A", "B");

        assertThat(scene.heard).containsExactly("0 slack opened x");
        assertThat(scene.last.tells()).hasSize(1);
    }

    @Test
    void whatIsOverBeforeTheFirstLookIsToldToNobodyAndTheTimelineSaysSo() {
        Scene scene = twoRules().fires("x", Severity.MEDIUM, "B").at(20).over("x");
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.ENDING);

        scene.at(30);

        assertThat(scene.heard).isEmpty();
        assertThat(scene.last.entries())
                .extracting(Entry::kind, Entry::why)
                .contains(org.assertj.core.groups.Tuple.tuple(Entry.Kind.NOBODY, "all was over before its first look"));
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OVER);
    }

    @Test
    void whatGoesOnIsRepeatedUntilSomebodyAcknowledges() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack").repeating(Duration.ofHours(4)));
        scene.fires("x", Severity.HIGH, "A").sent().at(14_399);
        assertThat(scene.heard).containsExactly("0 slack opened x");
        scene.at(14_400).sent().at(28_800).sent();
        assertThat(scene.heard).containsExactly("0 slack opened x", "14400 slack reminder x", "28800 slack reminder x");

        scene.at(30_000).enter(new Input.Acknowledged("ana")).sent().at(200_000);

        assertThat(scene.heard).hasSize(4).endsWith("30000 slack acknowledged x");
        assertThat(scene.standing.incident().dueAt()).isEmpty();
    }

    @Test
    void twoRulesRemindOneAddressOnce() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack").repeating(Duration.ofHours(4)))
                .rule(Scene.atOnce("B", "slack").repeating(Duration.ofHours(4)));

        scene.fires("x", Severity.HIGH, "A", "B").sent().at(14_400);

        assertThat(scene.heard).containsExactly("0 slack opened x", "14400 slack reminder x");
    }

    @Test
    void looksThatWereMissedAreOne() {
        Scene scene = xThenY();
        scene.now = Scene.ZERO.plusSeconds(305);
        scene.over("y");
        scene.now = Scene.ZERO.plusSeconds(3_000);

        scene.enter(new Input.TimeCame());

        assertThat(scene.heardBy("slack")).endsWith("3000 slack resolved over: y");
    }

    @Test
    void aWaitBySeverityHoldsForLaterMembersToo() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack")
                        .waiting(new Wait(Map.of(Severity.CRITICAL, Duration.ZERO), Duration.ofSeconds(30)))
                        .every(FIVE_MINUTES));

        scene.fires("x", Severity.LOW, "A").at(30).sent().at(40).fires("y", Severity.CRITICAL, "A");
        scene.sent().at(50).fires("z", Severity.LOW, "A").at(80).sent().at(320).fires("w", Severity.LOW, "A");
        scene.at(330);

        assertThat(scene.heard)
                .containsExactly(
                        "30 slack opened x",
                        "40 slack updated x y",
                        "80 slack updated x y z",
                        "330 slack updated w x y z");
    }

    @Test
    void aFallInSeverityIsToldToThoseWhoWereToldTheHigherOneAndTheirEndIsToldThem() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack", "critical-pager"));
        scene.fires("x", Severity.CRITICAL, "A").sent();
        scene.at(10).fires("x", Severity.LOW, "A").sent();
        scene.at(20).fires("y", Severity.LOW, "A").sent();
        scene.at(30).over("x").sent().at(40).over("y").sent();

        assertThat(scene.heardBy("critical-pager"))
                .containsExactly(
                        "0 critical-pager opened x",
                        "10 critical-pager updated x",
                        "30 critical-pager resolved over: x");
        assertThat(scene.heardBy("slack")).hasSize(5).endsWith("40 slack resolved over: y");
    }

    @Test
    void endsAreToldWhateverTheRulesSayByThenButNotWhereARuleTellsNone() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack"))
                .rule(Policy.atOnce("Q", Scene.targets("mail"), Optional.empty(), false, FIVE_MINUTES)
                        .every(Duration.ZERO));
        scene.fires("x", Severity.HIGH, "A", "Q").sent();
        scene.policies.remove("A");
        scene.at(10).fires("y", Severity.HIGH).fires("x", Severity.CRITICAL).sent();

        scene.at(20).over("x");

        assertThat(scene.heardBy("slack")).containsExactly("0 slack opened x", "20 slack resolved over: x");
        assertThat(scene.heardBy("mail")).containsExactly("0 mail opened x", "10 mail updated x");
        assertThat(scene.standing.incident().state()).isEqualTo(Incident.State.OVER);
    }

    @Test
    void anOpeningThatWasNeverSentAndItsEndAreSettledUnheard() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.fires("x", Severity.HIGH, "A").at(10).over("x");

        assertThat(scene.heard).containsExactly("0 slack opened x");
        assertThat(scene.last.withdrawn())
                .containsExactly(new Withdrawn(new Address.Key("slack", ""), 1, Withdrawn.Why.UNHEARD));
    }

    @Test
    void whatSupersedesAnOpeningThatWasNeverSentIsTheOpening() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.fires("x", Severity.HIGH, "A")
                .at(10)
                .fires("y", Severity.HIGH, "A")
                .at(20)
                .over("x");

        assertThat(scene.heard).containsExactly("0 slack opened x", "10 slack opened x y", "20 slack opened y");
    }

    @Test
    void whatDidNotArriveIsToldWithWhatChangesNext() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.fires("x", Severity.HIGH, "A").sent().at(10).notReached("slack", 1);
        assertThat(scene.last.dueAt()).isEmpty();

        scene.at(20).fires("y", Severity.HIGH, "A").sent().at(30).over("x").over("y");

        assertThat(scene.heard)
                .startsWith("0 slack opened x", "20 slack opened x y")
                .hasSize(4);
    }

    @Test
    void aRedrivenOpeningGoesAgainWhileNothingChangedAndIsNothingOnceAllIsOver() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        Input redrive = new Input.Redriven(new Address.Key("slack", ""), 1, "ana");
        scene.fires("x", Severity.HIGH, "A")
                .sent()
                .at(10)
                .notReached("slack", 1)
                .enter(redrive);
        assertThat(scene.last.again().map(Told::version)).contains(1L);

        scene.sent().notReached("slack", 1).over("x").enter(redrive);

        assertThat(scene.last.again()).isEmpty();
        assertThat(scene.heard).containsExactly("0 slack opened x");
    }

    /** The update alone would supersede an opening that was never sent. */
    @Test
    void aRedrivenUpdateIsAnOpeningWhileTheOpeningItselfStillWaits() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.fires("x", Severity.HIGH, "A")
                .sent()
                .at(10)
                .enter(new Input.Acknowledged("ana"))
                .notReached("slack", 2)
                .triedInVain()
                .at(20)
                .enter(new Input.Redriven(new Address.Key("slack", ""), 2, "ana"));

        assertThat(scene.last.again()).isEmpty();
        assertThat(scene.heard).containsExactly("0 slack opened x", "10 slack acknowledged x", "20 slack opened x");
        assertThat(scene.last.withdrawn())
                .containsExactly(new Withdrawn(new Address.Key("slack", ""), 1, Withdrawn.Why.SUPERSEDED));
    }

    @Test
    void aFallbackIsToldWhatFiresAndItsEnd() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.fires("x", Severity.HIGH, "A");
        scene.at(10)
                .enter(new Input.TakenOver(new Address.Key("slack", ""), 1, Address.of("mail")))
                .sent();
        scene.at(20).over("x");

        assertThat(scene.heard).containsExactly("0 slack opened x", "10 mail opened x", "20 mail resolved over: x");
    }

    @Test
    void aOneShotAlertIsToldAgainAfterEachRulesDedup() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("A", "slack"))
                .rule(Policy.atOnce("B", Scene.targets("mail"), Optional.empty(), true, FIVE_MINUTES.multipliedBy(2))
                        .every(Duration.ZERO));
        scene.firesOnce("x", Severity.HIGH, "A", "B").sent();
        for (int second = 60; second <= 600; second += 60) {
            scene.at(second).firesOnce("x", Severity.HIGH, "A", "B").sent();
        }
        assertThat(scene.heardBy("slack"))
                .containsExactly("0 slack opened x", "300 slack updated x", "600 slack updated x");
        assertThat(scene.heardBy("mail")).containsExactly("0 mail opened x", "600 mail updated x");
    }

    @Test
    void whatIsHeldBackIsToldOnceItIsNotAndIsOverOnlyForThoseWhoKnewIt() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack"));
        scene.held.put("x", "silence 1");
        scene.fires("x", Severity.HIGH, "A").fires("y", Severity.HIGH, "A").sent();
        assertThat(scene.last.tells().get(0).part().held()).isEqualTo(1);
        scene.held.clear();
        scene.at(10).enter(new Input.HoldChanged("silence 1 ended")).sent();
        scene.held.put("y", "silence 2");
        scene.at(20).over("y").sent();

        assertThat(scene.heard)
                .containsExactly("0 slack opened y", "10 slack updated x y", "20 slack updated x over: y");
    }

    @Test
    void aMessageNamesAHundredWorstFirstAndCountsTheRest() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "slack").waiting(Wait.plain(Duration.ofSeconds(9))));
        for (int i = 0; i < 250; i++) {
            scene.fires("x" + i, i == 100 ? Severity.CRITICAL : Severity.HIGH, "A");
        }
        Part part = scene.at(9).last.tells().get(0).part();

        assertThat(part.lines()).hasSize(100);
        assertThat(part.lines()).extracting(line -> line.member().alert()).startsWith("x100", "x249", "x248");
        assertThat(part.rest()).isEqualTo(150);
        assertThat(part.firing().total()).isEqualTo(250);
    }

    @Test
    void nobodyMatchingMakesNoIncidentAndARuleThatNamesNobodyMakesOne() {
        Scene scene = new Scene().rule(Scene.atOnce("A"));
        assertThat(scene.fires("x", Severity.HIGH).last.effect()).isEqualTo(Decision.Effect.NOT_OPEN);
        assertThat(scene.standing.incident().isFresh()).isTrue();

        assertThat(scene.fires("x", Severity.HIGH, "A").last.effect()).isEqualTo(Decision.Effect.OPENED);
        assertThat(scene.heard).isEmpty();
        assertThat(scene.over("x").standing.incident().state()).isEqualTo(Incident.State.OVER);
    }

    @Test
    void aPersonWhoIsGoneIsToldNoEnd() {
        Scene scene = new Scene().rule(Scene.atOnce("A", "gone-ana", "slack"));
        scene.fires("x", Severity.HIGH, "A").sent().over("x");

        assertThat(scene.heard)
                .containsExactlyInAnyOrder("0 gone-ana opened x", "0 slack opened x", "0 slack resolved over: x");
    }

    @Test
    void thousandsThatJoinNeedNoListWhereTheStoreKeepsThemInRows() {
        Policy policy = Scene.atOnce("A", "slack");
        Standing standing = new Standing(
                Incident.fresh("inc", Optional.of("group"), Scene.ZERO),
                new OneOfMany(Optional.empty()),
                java.util.List.of(),
                java.util.List.of());
        for (int i = 0; i < 1_000; i++) {
            Decision decision = Incidents.decide(
                    new Standing(
                            standing.incident(),
                            new OneOfMany(Optional.empty()),
                            standing.subscriptions(),
                            standing.told()),
                    new Input.Fired("x" + i, "x", Severity.HIGH, false, java.util.List.of("A")),
                    Map.of("A", policy),
                    Scene.ADDRESSES,
                    Scene.ZERO);
            assertThat(decision.tells()).isEmpty();
            assertThat(decision.dueAt()).contains(Scene.ZERO);
            standing = decision.next();
        }
        assertThat(standing.incident().firing().total()).isEqualTo(1_000);
    }

    private record OneOfMany(Optional<Member> member) implements Roster {
        @Override
        public Optional<Member> member(String alert) {
            return member.filter(one -> one.alert().equals(alert));
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public Optional<Severity> worst(String rule) {
            throw new AssertionError("asked for a list");
        }

        @Override
        public Optional<java.time.Instant> heldUntil(String rule) {
            throw new AssertionError("asked for a list");
        }

        @Override
        public List<Member> firing() {
            throw new AssertionError("asked for a list");
        }

        @Override
        public Part part(Concern concern) {
            throw new AssertionError("asked for a list");
        }

        @Override
        public Roster with(Member changed) {
            return new OneOfMany(Optional.of(changed));
        }
    }
}
