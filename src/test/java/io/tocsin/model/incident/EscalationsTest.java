package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Via;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is paged when, until somebody answers. */
class EscalationsTest {

    private static final Input ACK = new Input.Acknowledged("mia");
    private static final Input UNACK = new Input.Unacknowledged("mia");

    private static Step step(int minutes, String... receivers) {
        return new Step(
                Stream.of(receivers)
                        .map(name -> new Page(new Target.Receiver(name), false, false))
                        .toList(),
                Wait.plain(Duration.ofMinutes(minutes)),
                Optional.empty());
    }

    private static Step ownRules() {
        return new Step(
                List.of(new Page(
                        new Target.People(List.of("ann"), List.of(), Optional.empty(), Via.always(List.of())),
                        false,
                        true)),
                Wait.plain(Duration.ofMinutes(15)),
                Optional.empty());
    }

    private static EscalationPolicy policy(Step... steps) {
        return policy(0, steps);
    }

    private static EscalationPolicy policy(int repeat, Step... steps) {
        return new EscalationPolicy(
                "platform", "", List.of(steps), repeat, Optional.empty(), Scene.targets("boss"), Optional.empty());
    }

    private static EscalationPolicy acknowledgedFor(Duration time, EscalationPolicy of) {
        return new EscalationPolicy(
                of.name(), "", of.steps(), of.repeat(), of.most(), of.unanswered(), Optional.of(time));
    }

    private static EscalationPolicy most(Duration time, EscalationPolicy of) {
        return new EscalationPolicy(
                of.name(), "", of.steps(), of.repeat(), Optional.of(time), of.unanswered(), of.acknowledgedFor());
    }

    private static Scene scene(EscalationPolicy policy) {
        return new Scene().rule(Scene.atOnce("a", "slack").escalating(policy));
    }

    private static EscalationPolicy two() {
        return policy(step(5, "first"), step(10, "second"));
    }

    private static List<String> paged(Scene scene) {
        return scene.heard.stream()
                .filter(line -> !line.contains(" slack "))
                .map(line -> line.replaceAll(" x.*| y.*", ""))
                .toList();
    }

    private static List<String> happened(Scene scene, Entry.Kind kind) {
        return scene.entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> entry.at().getEpochSecond() - Scene.ZERO.getEpochSecond() + " " + entry.why())
                .toList();
    }

    @Test
    void stepsAreTakenOneAfterTheOtherAndAtTheEndSomebodyIsNotifiedThatNobodyAnswered() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(3_600);

        assertThat(paged(scene)).containsExactly("0 first opened", "300 second opened", "900 boss opened");
        assertThat(scene.standing.incident().isUnanswered()).isTrue();
        assertThat(happened(scene, Entry.Kind.ESCALATED)).containsExactly("0 step 1 of 2", "300 step 2 of 2");
        assertThat(happened(scene, Entry.Kind.UNANSWERED))
                .containsExactly("900 nobody has answered, and all steps were taken");
    }

    @Test
    void anAcknowledgementEndsIt() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(299)
                .enter(ACK)
                .sent()
                .at(36_000);

        assertThat(paged(scene)).containsExactly("0 first opened", "299 first acknowledged");
        assertThat(scene.standing.incident().isUnanswered()).isFalse();
    }

    @Test
    void theEndOfItsAlertsEndsIt() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(299)
                .over("x")
                .at(36_000);

        assertThat(paged(scene)).containsExactly("0 first opened", "299 first resolved over:");
    }

    @Test
    void resolvingEndsIt() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(299)
                .enter(new Input.ResolvedBy("mia", PublicStatus.Change.NONE, Duration.ZERO))
                .sent()
                .at(36_000);

        assertThat(paged(scene)).containsExactly("0 first opened", "299 first resolved");
    }

    @Test
    void itsStepsAreRepeated() {
        Scene scene = scene(policy(1, step(5, "first"), step(10, "second")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .sentAt(900)
                .sentAt(1_200)
                .at(7_200);

        assertThat(paged(scene))
                .containsExactly(
                        "0 first opened",
                        "300 second opened",
                        "900 first escalated",
                        "1200 second escalated",
                        "1800 boss opened");
    }

    @Test
    void itEndsAfterItsMax() {
        Scene scene = scene(most(Duration.ofMinutes(12), policy(9, step(5, "first"), step(10, "second"))))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(7_200);

        assertThat(paged(scene)).containsExactly("0 first opened", "300 second opened", "720 boss opened");
    }

    @Test
    void oneThatSeveralRulesNameRunsOnce() {
        Scene scene = scene(two())
                .rule(Scene.atOnce("b", "slack").escalating(two()))
                .fires("x", Severity.HIGH, "a", "b")
                .sent()
                .at(60)
                .fires("y", Severity.HIGH, "b")
                .at(3_600);

        assertThat(paged(scene)).containsExactly("0 first opened", "300 second opened", "900 boss opened");
    }

    @Test
    void itGoesOnWhileAnyRuleThatNamesItMatchesWhatFires() {
        Scene scene = scene(two())
                .rule(Scene.atOnce("b", "slack").escalating(two()))
                .fires("x", Severity.HIGH, "a")
                .fires("y", Severity.HIGH, "b")
                .sent()
                .at(60)
                .over("x")
                .at(310);

        assertThat(paged(scene)).contains("300 second opened");
    }

    @Test
    void itBeginsWhenItsRuleHasWaited() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("a", "slack")
                        .waiting(Wait.plain(Duration.ofSeconds(30)))
                        .escalating(two()))
                .fires("x", Severity.HIGH, "a")
                .at(20)
                .over("x")
                .at(3_600)
                .fires("x", Severity.HIGH, "a")
                .at(3_640);

        assertThat(paged(scene)).containsExactly("3630 first opened");
    }

    @Test
    void whatIsWorseThanWhatWasAcknowledgedBeginsAnew() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(310)
                .sent()
                .enter(ACK)
                .sent()
                .at(1_000)
                .fires("y", Severity.HIGH, "a")
                .at(1_100);
        assertThat(paged(scene)).noneMatch(line -> line.startsWith("1000") && line.contains("escalated"));

        scene.sent().fires("z", Severity.CRITICAL, "a").sent().at(1_400);

        assertThat(paged(scene))
                .anyMatch(line -> line.startsWith("1100 first escalated"))
                .anyMatch(line -> line.startsWith("1400 second escalated"));
    }

    @Test
    void anAcknowledgementHoldsForAsLongAsThePolicySays() {
        Scene scene = scene(acknowledgedFor(Duration.ofHours(1), two()))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(60)
                .enter(ACK)
                .sent()
                .sentAt(3_660)
                .at(3_960);

        assertThat(paged(scene))
                .containsExactly(
                        "0 first opened", "60 first acknowledged", "3660 first escalated", "3960 second opened");
        assertThat(happened(scene, Entry.Kind.UNACKNOWLEDGED))
                .containsExactly("3660 the acknowledgement by mia was for 60 min, by escalation platform");
    }

    @Test
    void anAcknowledgementHoldsNoLongerForWhatBeginsAfterIt() {
        Scene scene = scene(acknowledgedFor(Duration.ofHours(1), two()))
                .rule(Scene.atOnce("b", "slack"))
                .fires("y", Severity.HIGH, "b")
                .sent()
                .at(60)
                .enter(ACK)
                .sent()
                .at(1_860)
                .fires("x", Severity.HIGH, "a")
                .sent();
        assertThat(paged(scene.at(3_659))).isEmpty();
        assertThat(paged(scene.at(3_660))).containsExactly("3660 first opened");

        scene.sent().enter(ACK).sent().at(3_700).over("x").sent().at(7_300).fires("x", Severity.HIGH, "a");
        assertThat(paged(scene)).contains("7300 first opened round 2");
    }

    @Test
    void whoTakesAnAcknowledgementBackHasItGoOn() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(100)
                .enter(ACK)
                .sent()
                .at(1_000)
                .enter(UNACK)
                .sent()
                .at(1_199);
        assertThat(paged(scene)).noneMatch(line -> line.contains("second"));

        assertThat(paged(scene.at(1_200))).contains("1200 second opened");
    }

    @Test
    void whatAnAcknowledgementTookBackIsPagedWhenThatIsTakenBack() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").at(10).enter(ACK);
        assertThat(scene.standing.told()).noneMatch(told -> told.page() && told.waits());

        scene.sent().at(100).enter(UNACK).sent().at(399);
        assertThat(paged(scene)).containsExactly("0 first opened", "100 first opened");
        assertThat(happened(scene, Entry.Kind.ESCALATED)).containsExactly("0 step 1 of 2", "100 step 1 of 2");

        assertThat(paged(scene.at(400))).contains("400 second opened");
    }

    @Test
    void norIsAStepTakenOfWhichOnePageWaited() {
        Scene scene = scene(policy(1, step(5, "first", "other")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .sentAt(299)
                .at(300);
        scene.standing = new Standing(
                scene.standing.incident(),
                scene.standing.roster(),
                scene.standing.subscriptions(),
                scene.standing.told().stream()
                        .map(told -> told.address().receiver().equals("first") ? told.as(Told.State.SENT) : told)
                        .toList());
        scene.enter(ACK).sent().at(400).enter(UNACK).sent().at(699);

        assertThat(paged(scene))
                .filteredOn(line -> !line.contains("acknowledged"))
                .containsExactly(
                        "0 first opened",
                        "0 other opened",
                        "300 first escalated",
                        "300 other escalated",
                        "400 first escalated",
                        "400 other escalated");
        assertThat(paged(scene.at(700))).last().asString().startsWith("700 boss");
    }

    @Test
    void whoeverIsNotifiedThatNobodyAnsweredIsNotifiedWhenAnAcknowledgementThatTookItBackIsTakenBack() {
        Scene scene = scene(policy(step(5, "first")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(310);
        scene.enter(ACK).sent().at(400).enter(UNACK).sent().at(3_600);

        assertThat(paged(scene)).contains("300 boss opened", "400 boss opened");
        assertThat(paged(scene))
                .filteredOn(line -> line.startsWith("400 first"))
                .noneMatch(line -> line.contains("escalated"));
        assertThat(scene.standing.incident().isUnanswered()).isTrue();
    }

    @Test
    void whatSomebodysOwnRulesSayComesAfterAnAcknowledgementThatIsTakenBackAsMuchLater() {
        Scene scene =
                scene(policy(ownRules())).fires("x", Severity.HIGH, "a").sent().at(130);
        scene.sent().enter(ACK).sent().at(600);
        assertThat(paged(scene)).noneMatch(line -> line.contains("voice"));

        scene.enter(UNACK).sent().at(769);
        assertThat(paged(scene)).noneMatch(line -> line.contains("voice"));
        assertThat(paged(scene.at(770))).contains("770 ann-voice opened");
    }

    @Test
    void whereNobodyIsThereTheNextStepComesAtOnceAndThatIsSaid() {
        Scene scene = scene(policy(step(5, "nobody"), step(10, "second")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(3_600);

        assertThat(paged(scene)).containsExactly("0 second opened", "600 boss opened");
        assertThat(happened(scene, Entry.Kind.NOT_REACHED)).containsExactly("0 nobody is on call");
    }

    @Test
    void whereNobodyIsEverThereItsPassesTakeTheirTime() {
        Scene scene = scene(policy(2, step(5, "nobody"), step(10, "nobody-else")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(3_600);

        assertThat(paged(scene)).containsExactly("1200 boss opened");
    }

    @Test
    void whatDidNotArriveMakesTheNextStepComeAtOnce() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(40);
        scene.notReached("first", version(scene, "first")).at(60);

        assertThat(paged(scene)).containsExactly("0 first opened", "40 second opened");
        assertThat(happened(scene, Entry.Kind.NOT_REACHED)).contains("40 step 1 did not arrive");
    }

    @Test
    void ofSeveralAtOnceOneThatDidNotArriveMakesTheNextStepComeAtOnce() {
        Scene scene = scene(policy(step(5, "first", "other"), step(10, "second")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(40);
        scene.notReached("other", version(scene, "other"));

        assertThat(paged(scene)).contains("40 second opened");
    }

    @Test
    void whatTheRuleSentAndDidNotArriveHurriesNothing() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(40);
        scene.notReached("slack", version(scene, "slack")).at(299);

        assertThat(paged(scene)).containsExactly("0 first opened");
    }

    @Test
    void thatNoTryHasGotThroughUntilTheNextStepIsSaid() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").at(310);

        assertThat(happened(scene, Entry.Kind.NOT_REACHED))
                .containsExactly("300 no try has got through since the last step");
    }

    @Test
    void nobodyIsPagedForWhatIsHeldBackUntilThatEnds() {
        Scene scene = scene(two());
        scene.held.put("x", "silence");
        scene.heldUntil.put("x", Scene.ZERO.plusSeconds(600));
        scene.fires("x", Severity.HIGH, "a").sent().at(599);
        assertThat(paged(scene)).isEmpty();

        assertThat(paged(scene.at(900).sent())).containsExactly("600 first opened", "900 second opened");
    }

    @Test
    void theTimeInWhichNobodyMayBePagedIsNoneOfItsMax() {
        Scene scene = scene(most(Duration.ofMinutes(8), two()));
        scene.held.put("x", "silence");
        scene.heldUntil.put("x", Scene.ZERO.plusSeconds(600));

        assertThat(paged(scene.fires("x", Severity.HIGH, "a").sent().at(1_079).sent()))
                .containsExactly("600 first opened", "900 second opened");
        assertThat(paged(scene.at(1_080).sent())).last().asString().startsWith("1080 boss");
    }

    @Test
    void norIsTheTimeInWhichSomebodyHadAnswered() {
        Scene scene = scene(most(Duration.ofMinutes(8), two()));
        scene.fires("x", Severity.HIGH, "a").sent().at(60).enter(ACK);
        scene.at(3_660).enter(UNACK);

        assertThat(paged(scene.sent().at(3_900).sent())).contains("3900 second opened");
    }

    @Test
    void whatIsHeldBackWhileItRunsPausesIt() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(60).holds("x", 1_000);
        scene.at(999);
        assertThat(paged(scene)).noneMatch(line -> line.contains("second"));

        assertThat(paged(scene.at(1_000))).contains("1000 second opened");
    }

    @Test
    void whatBlinksNeitherStopsItNorBeginsItAnew() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("a", "slack").every(Duration.ofMinutes(10)).escalating(two()))
                .fires("x", Severity.HIGH, "a")
                .sent();
        for (int second = 10; second < 280; second += 20) {
            scene.at(second)
                    .over("x")
                    .sent()
                    .at(second + 10)
                    .fires("x", Severity.HIGH, "a")
                    .sent();
        }
        scene.at(310);

        assertThat(paged(scene)).filteredOn(line -> line.contains("second")).containsExactly("300 second opened");
    }

    @Test
    void peopleAreSentMoreByTheirOwnRulesUntilSomebodyAnswers() {
        Scene scene =
                scene(policy(ownRules())).fires("x", Severity.HIGH, "a").sent().at(299);
        assertThat(paged(scene)).containsExactly("0 ann-push opened", "120 ann-sms opened");

        scene.sent().enter(ACK).sent().at(7_200);
        assertThat(paged(scene)).noneMatch(line -> line.contains("voice"));
    }

    @Test
    void membersOfATeamArePagedInTurn() {
        Step turn = new Step(
                List.of(new Page(
                        new Target.People(List.of(), List.of("team"), Optional.empty(), Via.always(List.of())),
                        true,
                        true)),
                Wait.plain(Duration.ofMinutes(5)),
                Optional.empty());
        Scene scene =
                scene(policy(2, turn)).fires("x", Severity.HIGH, "a").sent().at(900);

        assertThat(paged(scene))
                .containsExactly("0 team-0 opened", "300 team-1 opened", "600 team-2 opened", "900 boss opened");
    }

    @Test
    void aStepCanMakeItWorse() {
        Scene scene = scene(policy(
                        step(5, "first"),
                        new Step(
                                List.of(new Page(new Target.Receiver("critical-second"), false, false)),
                                Wait.plain(Duration.ofMinutes(10)),
                                Optional.of(Severity.CRITICAL))))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(310);

        assertThat(paged(scene)).contains("300 critical-second opened", "300 first updated");
        assertThat(scene.standing.incident().severity()).isEqualTo(Severity.CRITICAL);
        scene.sent().enter(ACK).sent().fires("y", Severity.CRITICAL, "a");
        assertThat(scene.standing.incident().status()).isEqualTo(Incident.Status.ACKNOWLEDGED);
    }

    @Test
    void aDelayOfWhatIsWorseComesSooner() {
        Step quick = new Step(
                List.of(new Page(new Target.Receiver("first"), false, false)),
                new Wait(Map.of(Severity.CRITICAL, Duration.ofMinutes(1)), Duration.ofMinutes(30)),
                Optional.empty());
        Scene scene = scene(policy(quick, step(10, "second")))
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(300)
                .fires("x", Severity.CRITICAL, "a");

        assertThat(paged(scene)).contains("300 second opened");
    }

    @Test
    void whatWaitsIsTakenBackByAnAcknowledgementAndWhatRulesNotifyOfIsNot() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("a", "slack", "both").escalating(policy(step(5, "first", "both"))))
                .fires("x", Severity.HIGH, "a")
                .at(10)
                .enter(ACK);

        assertThat(scene.last.withdrawn())
                .extracting(one -> one.address().receiver() + " " + one.why())
                .contains("first ANSWERED", "both ANSWERED");
        assertThat(scene.heardBy("both")).containsExactly("0 both opened x", "10 both opened x");
        assertThat(scene.heardBy("first")).containsExactly("0 first opened x");
        assertThat(scene.standing.told())
                .filteredOn(told -> told.waits() && told.page())
                .isEmpty();
    }

    @Test
    void anEditCountsFromTheNextStepOn() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(10);
        scene.rule(Scene.atOnce("a", "slack").escalating(policy(step(50, "first"), step(10, "third"))))
                .at(310);
        assertThat(paged(scene)).containsExactly("0 first opened", "300 third opened");

        scene.rule(Scene.atOnce("a", "slack")).at(7_200);
        assertThat(paged(scene)).containsExactly("0 first opened", "300 third opened");
    }

    @Test
    void aClockThatWasSetBackMovesItsTimes() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().at(100);
        scene.standing = Rewound.due(scene.standing, Optional.of(Scene.ZERO.plusSeconds(300 - 3_600)));
        scene.now = Scene.ZERO.plusSeconds(100 - 3_600);
        scene.at(301 - 3_600);

        assertThat(paged(scene)).contains("-3300 second opened");
        assertThat(scene.standing.incident().dueAt()).contains(Scene.ZERO.plusSeconds(900 - 3_600));
    }

    @Test
    void somebodyMayHaveTheNextStepComeAtOnce() {
        Scene scene = scene(two())
                .fires("x", Severity.HIGH, "a")
                .sent()
                .at(20)
                .enter(new Input.Hurried("mia"))
                .at(30);
        assertThat(paged(scene)).containsExactly("0 first opened", "20 second opened");

        scene.enter(ACK).enter(new Input.Hurried("mia"));
        assertThat(scene.last.refused()).contains("it is acknowledged: nobody is paged of it any more");
    }

    @Test
    void anotherAlertAfterNobodyAnsweredBeginsItAnew() {
        Scene scene = new Scene()
                .rule(Scene.atOnce("a", "slack").escalating(two()))
                .rule(Scene.atOnce("b", "slack"))
                .fires("x", Severity.HIGH, "a")
                .fires("y", Severity.HIGH, "b")
                .sent()
                .at(1_000)
                .sent()
                .over("x")
                .sent()
                .at(5_000)
                .fires("x", Severity.HIGH, "a");

        assertThat(paged(scene)).contains("5000 first opened round 2");
    }

    @Test
    void oneThatNobodyAnsweredBeginsAnewWhenItGetsWorse() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().sentAt(1_000);
        scene.fires("y", Severity.HIGH, "a").sent().sentAt(2_000);
        assertThat(paged(scene)).noneMatch(line -> line.contains("escalated"));

        scene.fires("z", Severity.CRITICAL, "a").sent().sentAt(2_300).sentAt(2_900);
        assertThat(paged(scene)).contains("2000 first escalated", "2300 second escalated", "2900 boss escalated");
        scene.over("x").sent().fires("x", Severity.CRITICAL, "a").sent().at(9_000);
        assertThat(paged(scene))
                .filteredOn(line -> line.contains("first escalated"))
                .hasSize(1);
    }

    @Test
    void norDoesItForWhatWasAsBadWhenItEnded() {
        Scene scene = scene(two()).fires("x", Severity.HIGH, "a").sent().sentAt(600);
        scene.fires("x", Severity.CRITICAL, "a").sent().sentAt(900).sentAt(9_000);

        assertThat(paged(scene)).contains("900 boss opened").noneMatch(line -> line.contains("escalated"));
        assertThat(scene.standing.incident().isUnanswered()).isTrue();
    }

    private static long version(Scene scene, String receiver) {
        return scene.standing.told().stream()
                .filter(told -> told.address().isAt(new Address.Key(receiver, "")))
                .mapToLong(Told::version)
                .max()
                .orElseThrow();
    }
}
