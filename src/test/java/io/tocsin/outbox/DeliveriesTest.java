package io.tocsin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.corridor.TestCorridor;
import io.tocsin.deadletter.DeadLetters;
import io.tocsin.deadletter.Rooms;
import io.tocsin.deadletter.SettleOrder;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryDraft;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.FailureClass;
import io.tocsin.delivery.Outcome;
import io.tocsin.lane.Lane;
import io.tocsin.notice.Notice;
import io.tocsin.notice.NoticeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {

    private static final RateLimit NO_LIMIT = new RateLimit(0, 1);

    @TempDir
    Path folder;

    private TestCorridor test;
    private FanOut fanningOut;
    private ClaimDeliveries claiming;
    private final SettleDelivery settling = new SettleDelivery();
    private int notices;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        fanningOut = new FanOut(test.corridor);
        claiming = new ClaimDeliveries(test.corridor);
        addLane("ops");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aNoticeAndItsDeliveriesAreOneTransaction() {
        addLane("mail");
        tell("inc_1", 1, NoticeKind.OPENED, "ops", "mail");

        assertThat(test.column("SELECT receiver || ' ' || state FROM delivery ORDER BY receiver"))
                .containsExactly("mail pending", "ops pending");
        assertThat(test.column("SELECT state FROM notice")).containsExactly("told");
    }

    @Test
    void aNoticeWhoseClaimWasLostMakesNoDelivery() {
        Notice notice = notice("inc_1", 1, NoticeKind.OPENED);
        Notice lost = new Notice(
                notice.id(), "inc_1", "evt_1", 1, NoticeKind.OPENED, "disk", List.of(), "{}", notice.fence() - 1);

        assertThat(test.commit(fanningOut, new FanOut.Told(lost, List.of(new DeliveryDraft("ops", "")))))
                .isFalse();
        assertThat(test.rows("SELECT * FROM delivery")).isEmpty();
    }

    @Test
    void aReceiverThatIsNotThereIsADeadLetterThatSaysSo() {
        tell("inc_1", 1, NoticeKind.OPENED, "typo");

        assertThat(test.column("SELECT state || ': ' || reason FROM delivery"))
                .containsExactly("dead: no receiver is called typo");
        assertThat(test.column("SELECT receiver FROM dead_letter")).containsExactly("typo");
    }

    @Test
    void aClaimIsALeaseThatEndsIfItsOwnerDies() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");

        Delivery first = claimOne();
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(claim(10)).isEmpty();
        test.clock.advance(TestCorridor.LEASE);
        Delivery again = claimOne();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(settle(first, new Outcome.Delivered(Optional.of(200), "late")))
                .isEqualTo(SettleDelivery.Ended.LOST);
        assertThat(settle(again, new Outcome.Delivered(Optional.of(200), "ok")))
                .isEqualTo(SettleDelivery.Ended.SETTLED);
        assertThat(test.column("SELECT state FROM delivery")).containsExactly("delivered");
        assertThat(test.column("SELECT answer FROM attempt ORDER BY number")).containsExactly("late", "ok");
    }

    @Test
    void whatANewerNoticeOvertakesBeforeItWasSentIsSuperseded() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        tell("inc_1", 2, NoticeKind.RESOLVED, "ops");

        assertThat(test.column("SELECT state FROM delivery ORDER BY sequence"))
                .containsExactly("superseded", "pending");
        assertThat(claimOne().sequence()).isEqualTo(2);
    }

    @Test
    void aNewerNoticeWaitsForTheOlderOneThatIsBeingSent() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery opened = claimOne();
        tell("inc_1", 2, NoticeKind.RESOLVED, "ops");
        assertThat(claim(10)).isEmpty();

        assertThat(settle(opened, new Outcome.Delivered(Optional.empty(), "")))
                .isEqualTo(SettleDelivery.Ended.OTHERS_WAIT);
        assertThat(claimOne().sequence()).isEqualTo(2);
    }

    @Test
    void aFailedOneIsNotTriedAgainAfterANewerNotice() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery opened = claimOne();
        tell("inc_1", 2, NoticeKind.RESOLVED, "ops");
        settle(opened, retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));

        assertThat(claimOne().sequence()).isEqualTo(2);
        assertThat(test.column("SELECT state FROM delivery WHERE sequence = 1")).containsExactly("superseded");
    }

    @Test
    void aRedrivenDeliveryDoesNotGoOutBeforeANewerNoticeThatWaits() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        whatIsDead(claimOne());
        tell("inc_1", 2, NoticeKind.RESOLVED, "ops");
        List<String> letters = test.column("SELECT id FROM dead_letter");

        new DeadLetters(test.store, new AllRooms(), test.corridor.json())
                .redrive(new SettleOrder(letters, "mia", "mended"));

        assertThat(claimOne().sequence()).isEqualTo(2);
        assertThat(test.column("SELECT state FROM delivery WHERE sequence = 1")).containsExactly("superseded");
    }

    @Test
    void pagesGoBeforeResolutionsAndThoseBeforeUpdates() {
        tell("inc_1", 2, NoticeKind.UPDATED, "ops");
        tell("inc_2", 2, NoticeKind.RESOLVED, "ops");
        tell("inc_3", 1, NoticeKind.OPENED, "ops");

        assertThat(List.of(
                        claimOne().incidentId(),
                        claimOne().incidentId(),
                        claimOne().incidentId()))
                .containsExactly("inc_3", "inc_2", "inc_1");
    }

    @Test
    void anUpdateThatOvertakesAPageThatNobodyHasSeenIsAsUrgentAsThePage() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        tell("inc_1", 2, NoticeKind.UPDATED, "ops");
        test.clock.advance(Duration.ofSeconds(1));
        tell("inc_2", 1, NoticeKind.OPENED, "ops");
        tell("inc_3", 2, NoticeKind.UPDATED, "ops");

        assertThat(List.of(
                        claimOne().incidentId(),
                        claimOne().incidentId(),
                        claimOne().incidentId()))
                .containsExactly("inc_1", "inc_2", "inc_3");
        assertThat(test.column("SELECT state FROM delivery WHERE incident_id = 'inc_1' ORDER BY sequence"))
                .containsExactly("superseded", "pending");
    }

    @Test
    void aRateLimitIsSpentAtTheClaimAndRefillsWithTime() {
        RateLimit slack = new RateLimit(1, 3);
        for (int i = 1; i <= 6; i++) {
            tell("inc_" + i, 1, NoticeKind.OPENED, "ops");
        }

        assertThat(claim(10, slack)).hasSize(3);
        assertThat(claim(10, slack)).isEmpty();
        test.clock.advance(Duration.ofMillis(999));
        assertThat(claim(10, slack)).isEmpty();
        test.clock.advance(Duration.ofMillis(1));
        assertThat(claim(10, slack)).hasSize(1);
        test.clock.advance(Duration.ofMinutes(1));
        assertThat(claim(10, slack)).hasSize(2);
    }

    @Test
    void whatWasPutOffByTheReceiverSpendsNoAttemptAndPausesItForAll() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        tell("inc_2", 1, NoticeKind.OPENED, "ops");
        Delivery first = claim(1).get(0);
        settle(first, retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false));

        assertThat(claim(10)).isEmpty();
        test.clock.advance(Duration.ofSeconds(39));
        assertThat(claim(10)).isEmpty();
        test.clock.advance(Duration.ofSeconds(1));
        assertThat(claim(10)).hasSize(2).allMatch(delivery -> delivery.attempt() == 1);
    }

    @Test
    void whatTheBreakerRefusedSpendsNoAttemptAndLeavesNoTrace() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        settle(claimOne(), new Outcome.Released(test.clock.instant()));

        assertThat(claimOne().attempt()).isEqualTo(1);
        assertThat(test.rows("SELECT * FROM attempt")).isEmpty();
    }

    @Test
    void whatIsDeadKeepsItsReasonAndNamesItsFallback() {
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Failure failure =
                new Failure(FailureClass.PERMANENT, "404 channel_not_found", Optional.of(404), Optional.empty());
        test.commit(
                settling,
                new SettleDelivery.Attempt(
                        claimOne(),
                        new Outcome.Dead(failure),
                        test.clock.instant(),
                        test.clock.instant(),
                        Optional.of("mail")));

        assertThat(test.column("SELECT failure_class || ' ' || reason || ' ' || fallback FROM dead_letter"))
                .containsExactly("permanent 404 channel_not_found mail");
        assertThat(test.column("SELECT status_code FROM attempt")).containsExactly("404");
    }

    @Test
    void aFallbackIsToldOnceHoweverOftenTheDeadLetterRouteRuns() {
        addLane("mail");
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = claimOne();
        whatIsDead(dead);
        TellFallback telling = new TellFallback(test.corridor);
        String letter = test.column("SELECT id FROM dead_letter").get(0);
        TellFallback.Told told =
                new TellFallback.Told(letter, 0, Optional.of(dead.id()), List.of(new DeliveryDraft("mail", "")));

        test.commit(telling, told);
        test.commit(telling, told);

        assertThat(test.column("SELECT receiver || ' ' || fallback_of FROM delivery WHERE fallback_of <> ''"))
                .containsExactly("mail " + dead.id());
        assertThat(test.column("SELECT told FROM dead_letter")).containsExactly("1");
    }

    @Test
    void aFallbackIsToldThoughTheDeadLetterCannotBeForwardedYet() {
        addLane("mail");
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = claimOne();
        whatIsDead(dead);
        TellFallback telling = new TellFallback(test.corridor);
        String letter = test.column("SELECT id FROM dead_letter").get(0);
        List<DeliveryDraft> drafts = List.of(new DeliveryDraft("mail", ""));
        Instant later = test.clock.instant().plusSeconds(30);

        test.commit(telling, new TellFallback.Told(letter, 0, Optional.of(dead.id()), drafts, Optional.of(later)));
        assertThat(test.column("SELECT receiver FROM delivery WHERE state = 'pending'"))
                .containsExactly("mail");
        assertThat(test.column("SELECT told || ' ' || due_at FROM dead_letter"))
                .containsExactly("0 " + later.toEpochMilli());

        test.commit(telling, new TellFallback.Told(letter, 0, Optional.of(dead.id()), drafts));
        assertThat(test.column("SELECT receiver FROM delivery WHERE state = 'pending'"))
                .containsExactly("mail");
        assertThat(test.column("SELECT told FROM dead_letter")).containsExactly("1");
    }

    @Test
    void aDeliveryThatItsLaneHasAPlaceForIsHandedOverWithoutAClaim() throws Exception {
        CompletableFuture<Delivery> handed = new CompletableFuture<>();
        Lane<Delivery> lane = new Lane<>(
                OutboxLanes.lane("fast"),
                1,
                true,
                () -> 10,
                room -> CompletableFuture.completedFuture(List.of()),
                delivery -> {
                    handed.complete(delivery);
                    return new CompletableFuture<>();
                },
                Runnable::run);
        test.lanes.add(lane);
        lane.start(test.corridor.timer(), Duration.ofDays(1));
        org.awaitility.Awaitility.await().until(() -> lane.inHand() == 0 && tryReserve(lane));
        tell("inc_1", 1, NoticeKind.OPENED, "fast");
        tell("inc_2", 1, NoticeKind.OPENED, "fast");

        assertThat(handed.get().incidentId()).isEqualTo("inc_1");
        assertThat(test.column(
                        "SELECT incident_id || ' ' || coalesce(owner, '-') || attempt FROM delivery ORDER BY id"))
                .containsExactly("inc_1 hub-11", "inc_2 -0");
    }

    @Test
    void aPlaceThatAFallbackTookIsGivenBackWhereALaterDeadLetterOfItsGroupFails() {
        Lane<Delivery> lane = new Lane<>(
                OutboxLanes.lane("mail"),
                1,
                true,
                () -> 10,
                room -> CompletableFuture.completedFuture(List.of()),
                delivery -> new CompletableFuture<>(),
                Runnable::run);
        test.lanes.add(lane);
        lane.start(test.corridor.timer(), Duration.ofDays(1));
        org.awaitility.Awaitility.await().until(() -> lane.inHand() == 0 && tryReserve(lane));
        tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery dead = claimOne();
        whatIsDead(dead);
        String letter = test.column("SELECT id FROM dead_letter").get(0);
        TellFallback telling = new TellFallback(test.corridor);
        List<TellFallback.Told> group = new ArrayList<>();
        group.add(new TellFallback.Told(letter, 0, Optional.of(dead.id()), List.of(new DeliveryDraft("mail", ""))));
        group.add(null); // fails as a broken disk would, after the first took its place

        assertThatThrownBy(() -> test.store
                        .submit((tx, inputs, now) -> List.of(telling.apply(tx, group, now)), "")
                        .join())
                .hasRootCauseInstanceOf(NullPointerException.class);
        assertThat(lane.inHand()).isZero();
    }

    @Test
    void aReceiverThatIsNotThereAndIsNamedTwiceIsOneDeadLetter() {
        tell("inc_1", 1, NoticeKind.OPENED, "typo", "typo");

        assertThat(test.column("SELECT delivery_id FROM dead_letter"))
                .isEqualTo(test.column("SELECT id FROM delivery"));
    }

    private static boolean tryReserve(Lane<Delivery> lane) {
        boolean reserved = lane.reserve();
        if (reserved) {
            lane.cancel();
        }
        return reserved;
    }

    private void whatIsDead(Delivery delivery) {
        Failure failure = new Failure(FailureClass.PERMANENT, "gone", Optional.empty(), Optional.empty());
        settle(delivery, new Outcome.Dead(failure));
    }

    private Outcome retry(FailureClass failureClass, Duration after, boolean counted) {
        Failure failure = new Failure(
                failureClass,
                "busy",
                Optional.empty(),
                failureClass == FailureClass.RATE_LIMITED ? Optional.of(after) : Optional.empty());
        return new Outcome.Retry(failure, test.clock.instant().plus(after), counted);
    }

    private SettleDelivery.Ended settle(Delivery delivery, Outcome outcome) {
        Instant now = test.clock.instant();
        return test.commit(settling, new SettleDelivery.Attempt(delivery, outcome, now, now, Optional.empty()));
    }

    private Delivery claimOne() {
        List<Delivery> claimed = claim(1);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private List<Delivery> claim(int room) {
        return claim(room, NO_LIMIT);
    }

    private List<Delivery> claim(int room, RateLimit limit) {
        return test.commit(claiming, new ClaimDeliveries.Request("ops", room, limit));
    }

    private void tell(String incident, long sequence, NoticeKind kind, String... receivers) {
        List<DeliveryDraft> drafts = List.of(receivers).stream()
                .map(name -> new DeliveryDraft(name, ""))
                .toList();
        assertThat(test.commit(fanningOut, new FanOut.Told(notice(incident, sequence, kind), drafts)))
                .isTrue();
    }

    private Notice notice(String incident, long sequence, NoticeKind kind) {
        String id = "ntc_" + ++notices;
        test.store
                .submit(
                        (tx, inputs, now) -> List.of(tx.createUpdate("""
                                        INSERT INTO notice (id, incident_id, event_id, sequence, kind, rule, receivers,
                                                            message, state, created_at, due_at, owner, fence)
                                        VALUES (:id, :incident, 'evt_1', :sequence, :kind, 'disk', '[]', '{}',
                                                'pending', 0, 0, 'hub-1', 1)
                                        """)
                                .bind("id", id)
                                .bind("incident", incident)
                                .bind("sequence", sequence)
                                .bind("kind", kind.word())
                                .execute()),
                        "")
                .join();
        return new Notice(id, incident, "evt_1", sequence, kind, "disk", List.of(), "{}", 1);
    }

    /** A lane that is known by its name and takes nothing by itself: the test claims. */
    private void addLane(String receiver) {
        test.lanes.add(new Lane<Delivery>(
                OutboxLanes.lane(receiver),
                1,
                true,
                () -> 0,
                room -> CompletableFuture.completedFuture(List.of()),
                delivery -> CompletableFuture.completedFuture(null),
                Runnable::run));
    }

    /** Rooms with every receiver, that need not be woken. */
    private record AllRooms() implements Rooms {

        @Override
        public boolean hasReceiver(String name) {
            return true;
        }

        @Override
        public void wakeReceiver(String name) {}

        @Override
        public void wakeNotices() {}

        @Override
        public void wakeInbox() {}
    }
}
