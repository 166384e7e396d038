package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.recipient.Audience;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.QuietHours;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Via;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.SqliteOnly;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the decision to the receiver's answer, over a real file: who hears what, and what becomes of each delivery. */
@Tag("store")
class WhatAddressesHearTest {

    private static final String DELIVERIES =
            "SELECT receiver || ' ' || version || ' ' || state FROM delivery ORDER BY receiver, version, id";

    @TempDir
    Path folder;

    private TestStages hub;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops", "pager", "mail", "spare");
        hub.rule("disk", "ops", "pager");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void twoRulesThatNameOneReceiverMakeOneMessageAVersion() {
        hub.rule("loud", "ops", "mail");

        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.fires("a", Severity.CRITICAL);
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard().stream().filter(line -> line.startsWith("ops")))
                .containsExactly("ops opened a", "ops updated a", "ops resolved a");
        assertThat(hub.column("SELECT count(*) FROM incident")).containsExactly("1");
        assertThat(hub.column(
                        "SELECT receiver || version FROM delivery GROUP BY receiver, version HAVING count(*) > 1"))
                .isEmpty();
    }

    @Test
    void anOpeningThatWasNeverSentAndItsEndAreBothSuperseded() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column(DELIVERIES)).containsExactly("ops 1 superseded");
        assertThat(hub.column("SELECT reason FROM delivery"))
                .containsExactly("it was over before this was sent, so neither is");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");
    }

    @Test
    void anOpeningThatIsNotFannedOutYetAndItsEndAreBothSuperseded() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column(DELIVERIES)).containsExactly("ops 1 superseded");
        assertThat(hub.column("SELECT state FROM notice")).containsExactly("told");
    }

    @Test
    void anOpeningThatIsNotFannedOutYetIsReplacedByWhatIsNewer() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fires("a", Severity.CRITICAL);
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column(DELIVERIES)).containsExactly("ops 1 superseded", "ops 2 delivered");
    }

    @Test
    void anOpeningWhoseFanOutComesAfterWhatIsNewerHasArrivedIsNotSent() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.failFanOut();
        hub.fires("a", Severity.CRITICAL);
        hub.fanOut();
        hub.deliver("ops");
        hub.fires("a", Severity.LOW);
        hub.fanOut();
        hub.deliver("ops");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops updated a");
        assertThat(hub.column(DELIVERIES)).containsExactly("ops 1 superseded", "ops 2 delivered", "ops 3 delivered");
    }

    @Test
    void whatIsNotFannedOutYetMakesNothingOfItsVersionWaitThatOthersHaveHeard() {
        hub.rule("disk", "ops");
        hub.policies.put("slow", TestStages.policy("slow", true, "mail").waiting(Wait.plain(Duration.ofSeconds(30))));
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.clock.advance(Duration.ofSeconds(30));
        hub.look();
        hub.failFanOut();
        hub.deliver("ops");
        hub.fires("a", Severity.CRITICAL);
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard())
                .containsExactly("ops opened a", "ops updated a", "mail opened a", "ops resolved a", "mail resolved a");
        assertThat(hub.column(DELIVERIES))
                .containsExactly(
                        "mail 1 superseded",
                        "mail 2 delivered",
                        "mail 3 delivered",
                        "ops 1 delivered",
                        "ops 2 delivered",
                        "ops 3 delivered");
    }

    @Test
    void aReceiverThatOnlyTheRouteNamesHearsAVersionThatWasTakenBackFromSomebodyElse() {
        hub.further = notice -> notice.version() == 1 ? Stream.of("spare") : Stream.empty();
        hub.fires("a", Severity.HIGH);
        hub.rule("disk", "ops");
        hub.fires("a", Severity.CRITICAL);
        hub.drain();

        assertThat(hub.column(DELIVERIES))
                .containsExactly("ops 1 superseded", "ops 2 delivered", "pager 1 delivered", "spare 1 delivered");
    }

    @Test
    void aReceiverThatOnlyTheRouteNamesHearsNothingThatNobodyHears() {
        hub.further = notice -> Stream.of("spare");
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column(DELIVERIES)).containsExactly("ops 1 superseded", "spare 1 superseded");
    }

    @Test
    void aReceiverThatOnlyTheRouteNamesHearsNothingOlderAfterWhatIsNewer() {
        hub.further = notice -> Stream.of("spare");
        hub.rule("disk", "ops");
        hub.rule("loud", "mail");
        hub.fires("a", Severity.HIGH, "disk");
        hub.failFanOut();
        hub.fires("a", Severity.HIGH, "loud");
        hub.fanOut();
        hub.drain();

        assertThat(hub.column(DELIVERIES))
                .containsExactly("mail 2 delivered", "ops 1 delivered", "spare 1 superseded", "spare 2 delivered");
    }

    @SqliteOnly
    @Test
    void whatDidNotArriveIsRememberedUpToALimitAndTheRedriveOfAnOlderOneTellsWhatIsNewNow() {
        hub.rule("disk", "ops");
        for (int i = 0; i < 60; i++) {
            hub.fires("a", i % 2 == 0 ? Severity.HIGH : Severity.CRITICAL);
            hub.fanOut();
            hub.die(hub.claimOne("ops"));
        }
        assertThat(hub.column("SELECT json_array_length(book, '$.told') FROM incident"))
                .containsExactly("50");

        assertThat(hub.redriveOldest().done()).hasSize(1);
        hub.fanOut();
        hub.deliver("ops");

        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT state || ' ' || reason FROM delivery WHERE version = 1"))
                .singleElement()
                .asString()
                .startsWith("superseded what is new is in notice ");
        assertThat(hub.column("SELECT version || ' ' || state FROM delivery WHERE state = 'delivered'"))
                .containsExactly("61 delivered");
        hub.over("a");
        assertThat(hub.column("SELECT json_array_length(book, '$.told') FROM incident"))
                .containsExactly("2");
    }

    @Test
    void whatWasRedrivenAndArrivedInADigestDoesNotCountAsLostWhenItsDeadLetterIsToldAfterThat() {
        hub.rule("disk", "ops", "pager");
        hub.fallbacks.put("ops", "pager");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.deliver("pager");
        hub.redrive();
        hub.fires("b", Severity.HIGH);
        hub.fanOut();
        hub.claim("ops", 1).forEach(hub::deliver);
        hub.heard();

        hub.deadLetters();
        hub.fires("a", Severity.CRITICAL);
        hub.drain();

        assertThat(hub.heard().stream().filter(line -> line.startsWith("ops"))).containsExactly("ops updated a");
    }

    @Test
    void anEndGoesToWhomTheBeginningWasToldThoughTheRuleWasEdited() {
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.heard();

        hub.rule("disk", "mail");
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactlyInAnyOrder("ops resolved a", "pager resolved a");
    }

    @Test
    void anEndGoesToWhomTheBeginningWasToldThoughTheRuleIsGone() {
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.heard();

        hub.policies.clear();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactlyInAnyOrder("ops resolved a", "pager resolved a");
    }

    @Test
    void whoWasNamedByAHigherSeverityHearsThatItFellAndTheEnd() {
        people(Optional.empty());
        rule(
                "disk",
                new Target.People(
                        List.of("mia"),
                        List.of(),
                        Optional.empty(),
                        new Via(Map.of(Severity.CRITICAL, List.of("sms")), List.of("email"))));

        hub.fires("a", Severity.CRITICAL);
        hub.drain();
        assertThat(hub.heard()).containsExactly("pager/+1 opened a");

        hub.fires("a", Severity.LOW);
        hub.drain();
        assertThat(hub.heard()).containsExactlyInAnyOrder("pager/+1 updated a", "mail/mia@example.com opened a");

        hub.over("a");
        hub.drain();
        assertThat(hub.heard()).containsExactlyInAnyOrder("pager/+1 resolved a", "mail/mia@example.com resolved a");
    }

    @Test
    void aPersonWhoIsGoneHearsNoEnd() {
        people(Optional.empty());
        rule("disk", new Target.People(List.of("mia"), List.of(), Optional.empty(), Via.always(List.of("email"))));
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.heard();

        hub.recipients = Recipients.none();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");
    }

    @Test
    void aRuleThatTellsNoEndsTellsNone() {
        hub.policies.put("disk", TestStages.policy("disk", false, "ops", "pager"));
        hub.rule("loud", "pager");
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.heard();

        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).as("by the other rule").containsExactly("pager resolved a");
    }

    @Test
    void theEndOfAnOpeningThatDiedGoesToTheOthersOnly() {
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.drain();
        assertThat(hub.heard()).containsExactly("pager opened a");

        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("pager resolved a");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");
    }

    @Test
    void anOpeningThatDiedIsMadeUpForByTheNextNews() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.drain();

        hub.fires("a", Severity.CRITICAL);
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a");
    }

    @Test
    void aFallbackThatWasToldHearsTheEnd() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.drain();
        assertThat(hub.heard()).containsExactly("spare opened a");

        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("spare resolved a");
    }

    @Test
    void aFallbackThatKnewAlreadyIsNotToldTwiceAndTheDeadLetterSaysSo() {
        hub.fallbacks.put("ops", "pager");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.deliver("pager");
        hub.die(hub.claimOne("ops"));
        hub.drain();

        assertThat(hub.heard()).containsExactly("pager opened a");
        assertThat(hub.column("SELECT reason FROM dead_letter")).containsExactly("gone; pager was notified already");

        hub.over("a");
        hub.drain();
        assertThat(hub.heard()).containsExactly("pager resolved a");
    }

    @Test
    void aFallbackHearsNoEndOfWhatItNeverHeardAndTheDeadLetterSaysWhy() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.heard();
        hub.over("a");
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT reason FROM dead_letter"))
                .containsExactly("gone; spare is not notified, since it is over and spare was never notified of it");

        hub.redrive();
        hub.drain();
        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void aFallbackOfABreakerHearsBeginningAndEndOnce() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        assertThat(hub.takeOver("ops")).isOne();
        hub.drain();
        assertThat(hub.heard()).containsExactly("spare opened a");

        hub.over("a");
        hub.drain();
        assertThat(hub.heard()).containsExactly("spare resolved a");
    }

    @Test
    void anEndWaitsForTheBreakerOfTheReceiverThatHeardTheBeginning() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.over("a");
        hub.fanOut();

        assertThat(hub.takeOver("ops")).isZero();
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops resolved a");
    }

    @Test
    void aFallbackOfABreakerThatKnewAlreadyIsNotToldTwice() {
        hub.fallbacks.put("ops", "pager");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.deliver("pager");
        hub.takeOver("ops");
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("pager opened a", "pager resolved a");
        assertThat(hub.column("SELECT state FROM delivery WHERE receiver = 'ops'"))
                .containsExactly("taken-over");
    }

    @Test
    void aRedrivenDeliveryOfAnIncidentThatIsOverIsSuperseded() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.redrive().done()).hasSize(1);
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT state || ': ' || reason FROM delivery"))
                .containsExactly("superseded: there is nothing to notify of any more");
    }

    @Test
    void aRedrivenDeliveryOfAnIncidentThatMovedOnIsReplacedByWhatIsNew() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.die(first);
        hub.drain();
        hub.policies.clear(); // so that nothing is told of the rise
        hub.fires("a", Severity.CRITICAL);
        hub.rule("disk", "ops");

        hub.redrive();
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT state || ': ' || reason FROM delivery WHERE id = '" + first.id() + "'"))
                .singleElement()
                .asString()
                .startsWith("superseded: what is new is in notice ntc_");
        assertThat(hub.column("SELECT version || ' ' || state FROM delivery WHERE id <> '" + first.id() + "'"))
                .containsExactly("2 delivered");
    }

    @Test
    void aRedrivenDeliveryThatStandsGoesOutAsItIsWithItsId() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.die(first);
        hub.drain();

        hub.redrive();
        Delivery again = hub.claimOne("ops");
        assertThat(again.id()).isEqualTo(first.id());
        hub.deliver(again);
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops resolved a");
        assertThat(hub.column("SELECT count(*) FROM notice")).containsExactly("2");
    }

    @Test
    void whatIsRedrivenBeforeItsFallbackHeardOfItGoesOutAndTheFallbackHearsNothing() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));

        hub.redrive();
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops resolved a");
    }

    @Test
    void whatWasDiscardedBeforeTheDeadLetterRouteRanIsNotTakenForTold() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.discard();
        hub.drain();
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void aRetryThatANewerNoticeOvertakesIsSupersededAndTheAddressIsToldWhatItMissed() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.fires("a", Severity.CRITICAL);
        hub.fanOut();
        hub.fail(first, FailureClass.TRANSIENT);
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a");
        assertThat(hub.column("SELECT state FROM delivery WHERE id = '" + first.id() + "'"))
                .containsExactly("superseded");
    }

    @Test
    void anEndThatOvertakesARetryOfAnOpeningThatDidNotArriveIsNotHeard() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.over("a");
        hub.fanOut();
        hub.fail(first, FailureClass.TRANSIENT);
        hub.drain();

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT state FROM delivery")).containsOnly("superseded");
    }

    @Test
    void anEndThatOvertakesARetryOfAnUpdateIsHeardByWhomTheBeginningWasTold() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.drain();
        hub.fires("a", Severity.CRITICAL);
        hub.fanOut();
        Delivery update = hub.claimOne("ops");
        hub.over("a");
        hub.fanOut();
        hub.fail(update, FailureClass.TRANSIENT);
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops resolved a");
    }

    @Test
    void anEndThatOvertakesARetryOfAnOpeningThatMayHaveArrivedIsHeard() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.over("a");
        hub.fanOut();
        hub.fail(first, FailureClass.UNKNOWN);
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void anEndThatMayNotHaveArrivedIsToldAgainByWhatOvertakesIt() {
        hub.groupBy("together");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.fires("g/a", Severity.HIGH);
        hub.fires("g/b", Severity.HIGH);
        hub.drain();
        hub.over("g/a");
        hub.look();
        hub.fanOut();
        Delivery end = hub.claimOne("ops");
        hub.fires("g/c", Severity.HIGH);
        hub.look();
        hub.fanOut();
        hub.fail(end, FailureClass.UNKNOWN);
        hub.fanOut();

        assertThat(hub.said(hub.claimOne("ops"))).singleElement().satisfies(said -> {
            assertThat(said.firing()).containsExactlyInAnyOrder("g/b", "g/c");
            assertThat(said.over()).containsExactly("g/a");
        });
    }

    @Test
    void anEndThatWaitsToBeSentAgainIsToldByWhatIsNewer() {
        hub.groupBy("together");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.fires("g/a", Severity.HIGH);
        hub.fires("g/b", Severity.HIGH);
        hub.drain();
        hub.over("g/a");
        hub.look();
        hub.fanOut();
        hub.fail(hub.claimOne("ops"), FailureClass.UNKNOWN);
        hub.fires("g/c", Severity.HIGH);
        hub.look();
        hub.fanOut();

        assertThat(hub.said(hub.claimOne("ops"))).singleElement().satisfies(said -> {
            assertThat(said.firing()).containsExactlyInAnyOrder("g/b", "g/c");
            assertThat(said.over()).containsExactly("g/a");
        });
        assertThat(hub.column(
                        "SELECT version || ' ' || state FROM delivery WHERE state <> 'delivered' ORDER BY version"))
                .hasSize(2)
                .element(0)
                .asString()
                .endsWith("superseded");
    }

    @Test
    void anIncidentWhoseEndMayNotHaveArrivedGoesOnForItsReaders() {
        hub.groupBy("together");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.policies.put("slow", TestStages.policy("slow", true, "mail").every(Duration.ofMinutes(5)));
        hub.fires("g/a", Severity.HIGH);
        hub.drain();
        hub.heard();
        hub.over("g/a");
        hub.look();
        hub.fanOut();
        hub.fail(hub.claimOne("ops"), FailureClass.UNKNOWN);
        hub.fires("g/b", Severity.HIGH);
        hub.look();
        hub.fanOut();
        Delivery next = hub.claimOne("ops");

        assertThat(hub.said(next)).singleElement().satisfies(said -> {
            assertThat(said.kind()).isEqualTo("updated");
            assertThat(said.over()).containsExactly("g/a");
        });
    }

    @Test
    void anOpeningThatMayHaveArrivedBeforeItDiedIsFollowedByItsEnd() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.fail(hub.claimOne("ops"), FailureClass.UNKNOWN);
        hub.clock.advance(Duration.ofSeconds(10));
        hub.die(hub.claimOne("ops"));
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void whatMayHaveArrivedBeforeItDiedIsRedrivenAsItIs() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        Delivery first = hub.claimOne("ops");
        hub.fail(first, FailureClass.UNKNOWN);
        hub.clock.advance(Duration.ofSeconds(10));
        hub.die(hub.claimOne("ops"));
        hub.redrive();

        assertThat(hub.claimOne("ops").id()).isEqualTo(first.id());
    }

    @Test
    void anEndInADigestThatIsToBeSentAgainIsToldByWhatDoesNotWaitForIt() {
        hub.groupBy("together");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.fires("g/a", Severity.HIGH);
        hub.fires("g/b", Severity.HIGH);
        hub.fires("h/a", Severity.HIGH);
        hub.drain();
        hub.over("g/a");
        hub.over("h/a");
        hub.look();
        hub.fanOut();
        Delivery digest = hub.claim("ops", 1).get(0);
        assertThat(digest.isDigest()).isTrue();
        hub.fires("g/c", Severity.HIGH);
        hub.look();
        hub.fanOut();
        hub.fail(digest, FailureClass.TRANSIENT);
        hub.fanOut();

        assertThat(hub.said(hub.claimOne("ops"))).singleElement().satisfies(said -> assertThat(said.over())
                .containsExactly("g/a"));
    }

    @Test
    void theEndOfWhatMayHaveArrivedBeforeItsBreakerOpenedIsToldToItsAddressThoughAFallbackHasNothingToHear() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fanOut();
        hub.claimOne("ops");
        hub.over("a");
        hub.restart();
        assertThat(hub.takeOver("ops")).isOne();
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops resolved a");
    }

    @Test
    void aReceiverThatIsNotThereIsADeadLetterAndHearsNoEnd() {
        hub.rule("disk", "ops", "nowhere");
        hub.fires("a", Severity.HIGH);
        hub.drain();
        assertThat(hub.column("SELECT reason FROM dead_letter")).containsExactly("no receiver is called nowhere");

        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops resolved a");
        assertThat(hub.column("SELECT count(*) FROM dead_letter")).containsExactly("1");
    }

    @Test
    void whatADigestTellsIsToldAnewWhereItDies() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        hub.fires("c", Severity.HIGH);
        hub.fanOut();
        List<Delivery> digest = hub.claim("ops", 2);
        assertThat(digest).hasSize(1);
        hub.die(digest.get(0));
        hub.drain();

        hub.over("a");
        hub.fires("b", Severity.CRITICAL);
        hub.drain();
        assertThat(hub.heard()).as("the end of what was not told is not").containsExactly("ops opened b");
    }

    @Test
    void aDigestIsRedrivenAsItIsWhereAllOfItStandsAndItsEndsAreHeard() {
        Delivery digest = deadDigest();

        hub.redrive();
        Delivery again = hub.claimOne("ops");
        assertThat(again.id()).isEqualTo(digest.id());
        hub.deliver(again);
        hub.over("a");
        hub.drain();

        assertThat(hub.heard()).containsExactly("ops opened a", "ops opened b", "ops opened c", "ops resolved a");
    }

    @Test
    void ofARedrivenDigestThatIsNotAllSoAnyMoreWhatStillStandsIsTold() {
        deadDigest();
        hub.over("a");

        hub.redrive();
        hub.drain();

        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened b", "ops opened c");
        assertThat(hub.column("SELECT state FROM delivery ORDER BY state"))
                .containsExactly("delivered", "delivered", "superseded", "superseded");
    }

    private Delivery deadDigest() {
        hub.rule("disk", "ops");
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        hub.fires("c", Severity.HIGH);
        hub.fanOut();
        Delivery digest = hub.claim("ops", 2).get(0);
        hub.die(digest);
        return digest;
    }

    @Test
    void aFallbackThatWasToldADigestHearsTheEnds() {
        hub.rule("disk", "ops");
        hub.fallbacks.put("ops", "spare");
        hub.fires("a", Severity.HIGH);
        hub.fires("b", Severity.HIGH);
        hub.fires("c", Severity.HIGH);
        hub.fanOut();
        hub.die(hub.claim("ops", 2).get(0));
        hub.deadLetters();
        List<Delivery> instead = hub.claim("spare");
        assertThat(instead).singleElement().matches(Delivery::isDigest);
        hub.deliver(instead.get(0));
        assertThat(hub.heard()).containsExactly("spare opened a", "spare opened b", "spare opened c");

        hub.over("a");
        hub.drain();
        assertThat(hub.heard()).containsExactly("spare resolved a");
    }

    @Test
    void whatIsHeldByQuietHoursIsReplacedByWhatIsNewerAndHeldToo() {
        quiet();
        hub.fires("a", Severity.LOW);
        hub.fanOut();
        hub.fires("a", Severity.INFO);
        hub.fanOut();
        assertThat(hub.claim("mail")).isEmpty();

        hub.clock.advance(Duration.ofHours(8));
        hub.drain();

        assertThat(hub.heard()).containsExactly("mail/mia@example.com opened a");
        assertThat(hub.column("SELECT version || ' ' || state FROM delivery ORDER BY version"))
                .containsExactly("1 superseded", "2 delivered");
    }

    @Test
    void whatIsTooBadForQuietHoursReplacesWhatTheyHold() {
        quiet();
        hub.fires("a", Severity.LOW);
        hub.fanOut();
        hub.fires("a", Severity.CRITICAL);
        hub.fanOut();
        hub.deliver("mail");

        assertThat(hub.heard()).containsExactly("mail/mia@example.com opened a");
    }

    @Test
    void whatWasOverBeforeQuietHoursEndedIsNotHeard() {
        quiet();
        hub.fires("a", Severity.LOW);
        hub.fanOut();
        hub.over("a");
        hub.clock.advance(Duration.ofHours(8));
        hub.drain();

        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void anEndInQuietHoursWaitsForTheirEnd() {
        quiet();
        hub.fires("a", Severity.CRITICAL);
        hub.fanOut();
        hub.deliver("mail");
        hub.fires("a", Severity.LOW);
        hub.fanOut();
        hub.deliver("mail");
        hub.over("a");
        hub.fanOut();
        hub.deliver("mail");
        hub.clock.advance(Duration.ofHours(8));
        hub.drain();

        assertThat(hub.heard()).startsWith("mail/mia@example.com opened a").endsWith("mail/mia@example.com resolved a");
    }

    @Test
    void peopleAreToldBySeverityAndWhoCannotBeIsADeadLetterOfTheNotice() {
        people(Optional.empty());
        rule(
                "disk",
                new Target.People(
                        List.of("mia", "gone"),
                        List.of(),
                        Optional.empty(),
                        new Via(
                                Map.of(Severity.CRITICAL, List.of("sms", "email"), Severity.INFO, List.of()),
                                List.of("email"))));

        hub.fires("i", Severity.INFO);
        hub.fires("h", Severity.HIGH);
        hub.fires("c", Severity.CRITICAL);
        hub.drain();

        assertThat(hub.heard())
                .containsExactlyInAnyOrder(
                        "mail/mia@example.com opened h", "mail/mia@example.com opened c", "pager/+1 opened c");
        assertThat(hub.column("SELECT kind || ': ' || reason FROM dead_letter"))
                .containsExactly(
                        "notice: no person is called gone any more", "notice: no person is called gone any more");
    }

    private void quiet() {
        people(Optional.of(new QuietHours(
                LocalTime.of(9, 0), LocalTime.of(17, 0), EnumSet.allOf(DayOfWeek.class), Severity.HIGH)));
        rule("disk", new Target.People(List.of("mia"), List.of(), Optional.empty(), Via.always(List.of("email"))));
    }

    private void rule(String name, Target... targets) {
        hub.policies.put(name, Policy.atOnce(name, List.of(targets), Optional.empty(), true, Duration.ofMinutes(5)));
    }

    private void people(Optional<QuietHours> quiet) {
        Origin origin = new Origin("recipients.yaml", 1);
        hub.recipients = new Recipients(
                List.of(new Person(
                        "mia",
                        Audience.TECHNICAL,
                        Map.of("email", "mia@example.com", "sms", "+1"),
                        ZoneId.of("UTC"),
                        "en",
                        quiet,
                        origin)),
                List.of(),
                List.of(new Carrier("email", "mail", origin), new Carrier("sms", "pager", origin)));
    }
}
