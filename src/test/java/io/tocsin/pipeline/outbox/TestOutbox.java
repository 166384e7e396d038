package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.lane.Place;
import io.tocsin.store.lane.TestLane;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The outbox of a corridor over a real file: notices are told, deliveries claimed and settled, by hand. */
final class TestOutbox implements AutoCloseable {

    /** The receiver of most tests. */
    static final String OPS = "ops";

    private static final Change<Asked<Delivery>, Void> NONE = (tx, asked, now) -> {
        asked.forEach(one -> one.claimed(tx, List.of(), now));
        return Collections.nCopies(asked.size(), null);
    };

    final TestCorridor test;
    final SettableClock clock;
    private final FanOut fanningOut;
    private final ClaimDeliveries claiming;
    private final SettleDelivery settling;

    TestOutbox(Path folder) {
        this(new TestCorridor(folder));
    }

    TestOutbox(TestCorridor test) {
        this.test = test;
        this.clock = test.clock;
        this.fanningOut = new FanOut(test.corridor, Notifying.NOBODY);
        this.claiming = new ClaimDeliveries(test.corridor, Notifying.NOBODY, delivery -> Optional.of("mail"));
        this.settling = new SettleDelivery(test.corridor, Notifying.NOBODY);
        addLane(OPS);
    }

    /** Tells a notice to the receivers' own addresses. */
    Notice tell(String incident, long sequence, NoticeKind kind, String... receivers) {
        return tell(
                incident,
                sequence,
                kind,
                Stream.of(receivers).map(name -> new Address(name, "")).toList());
    }

    Notice tell(String incident, long sequence, NoticeKind kind, List<Address> drafts) {
        Notice notice = notice(incident, sequence, kind);
        assertThat(fanOut(notice, drafts)).isTrue();
        return notice;
    }

    boolean fanOut(Notice notice, List<Address> drafts) {
        return test.commit(fanningOut, new FanOut.Told(notice, drafts));
    }

    Notice notice(String incident, long sequence, NoticeKind kind) {
        return notice(incident, sequence, kind, "critical");
    }

    Notice notice(String incident, long sequence, NoticeKind kind, String severity) {
        String id = Id.NOTICE.next();
        String message =
                """
                {"notice": {"id": "%s", "kind": "%s", "createdAt": "2026-08-20T10:00:00Z", "rules": ["disk"]},
                 "incident": {"id": "%s", "status": "%s", "severity": "%s", "title": "Title of %3$s",
                              "openedAt": "2026-08-20T10:00:00Z", "resolvedAt": null},
                 "alerts": [], "hub": {"name": "test", "url": "http://localhost"}}
                """.formatted(id, kind.word(), incident, kind == NoticeKind.RESOLVED ? "resolved" : "open", severity);
        test.store
                .submit(
                        (tx, inputs, now) -> List.of(tx.createUpdate("""
                                        INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers,
                                                            message, state, created_at, due_at, owner, fence)
                                        VALUES (:id, :incident, 'evt_1', :sequence, 1, :kind, '["disk"]', '[]', :message,
                                                'pending', 0, 0, 'hub-1', 1)
                                        """)
                                .bind("id", id)
                                .bind("incident", incident)
                                .bind("sequence", sequence)
                                .bind("kind", kind.word())
                                .bind("message", message)
                                .execute()),
                        "")
                .join();
        return new Notice(id, incident, "evt_1", sequence, 1, kind, List.of("disk"), List.of(), message, 1);
    }

    Delivery claimOne() {
        List<Delivery> claimed = claim(1);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    List<Delivery> claim(int room) {
        return claim(room, Limits.none(OPS));
    }

    List<Delivery> claim(int room, Limits limits) {
        return claim(OPS, room, limits);
    }

    List<Delivery> claim(String receiver, int room, Limits limits) {
        return ask(receiver, room, limits).deliveries();
    }

    /** As a receiver's lane does when it starts. */
    void open(String account) {
        test.commit(Buckets.OPENING, account);
    }

    ClaimDeliveries.Claimed ask(String receiver, int room, Limits limits) {
        return test.commit(claiming, new ClaimDeliveries.Request(receiver, Asked.of(room), limits, Optional.of(0)));
    }

    /** Claims where more than so many for a destination become a digest. */
    List<Delivery> claimAbove(int digestAbove, int room) {
        return claimAbove(OPS, digestAbove, room);
    }

    List<Delivery> claimAbove(String receiver, int digestAbove, int room) {
        return test.commit(
                        claiming,
                        new ClaimDeliveries.Request(
                                receiver, Asked.of(room), Limits.none(receiver), Optional.of(digestAbove)))
                .deliveries();
    }

    /** Claims as a lane without digests does between two looks at quiet hours. */
    List<Delivery> claimWithoutGathering(int room) {
        return test.commit(
                        claiming, new ClaimDeliveries.Request(OPS, Asked.of(room), Limits.none(OPS), Optional.empty()))
                .deliveries();
    }

    SettleDelivery.Ended settle(Delivery delivery, Outcome outcome) {
        return settle(delivery, outcome, Limits.none(delivery.receiver()), Optional.empty());
    }

    SettleDelivery.Ended settle(Delivery delivery, Outcome outcome, Limits limits, Optional<String> thread) {
        Instant now = clock.instant();
        return test.commit(
                settling, new SettleDelivery.Attempt(delivery, outcome, now, now, Optional.of("mail"), thread, limits));
    }

    void deliver(Delivery delivery) {
        settle(delivery, new Outcome.Delivered(Optional.of(200), "ok"));
    }

    void kill(Delivery delivery) {
        settle(
                delivery,
                new Outcome.Dead(new Failure(FailureClass.PERMANENT, "gone", Optional.of(404), Optional.empty())));
    }

    Outcome retry(FailureClass failureClass, Duration after, boolean counted) {
        Failure failure = new Failure(
                failureClass,
                "busy",
                Optional.empty(),
                failureClass == FailureClass.RATE_LIMITED ? Optional.of(after) : Optional.empty());
        return new Outcome.Retry(failure, clock.instant().plus(after), counted);
    }

    List<String> column(String sql) {
        return test.column(sql);
    }

    /** A lane that is known by its name and takes nothing by itself: the test claims. */
    void addLane(String receiver) {
        test.lanes.add(TestLane.of(
                OutboxLanes.lane(receiver),
                1,
                TestLane.<Delivery>work(0, delivery -> CompletableFuture.completedFuture(null))));
    }

    /** A lane with this many places that is idle, so that it takes what is handed over. */
    Lane<Delivery> addIdleLane(String receiver, Consumer<Delivery> work) {
        Lane<Delivery> lane = TestLane.of(OutboxLanes.lane(receiver), 1, new TestLane.NothingDue<>() {
            @Override
            public CompletableFuture<?> claim(Asked<Delivery> asked) {
                return test.store.submit(NONE, asked);
            }

            @Override
            public CompletableFuture<?> work(Delivery delivery) {
                work.accept(delivery);
                return new CompletableFuture<>();
            }
        });
        test.lanes.add(lane);
        lane.start();
        await().until(() -> lane.inHand() == 0 && tryReserve(lane));
        return lane;
    }

    private static boolean tryReserve(Lane<Delivery> lane) {
        Optional<Place<Delivery>> place = lane.reserve(0);
        place.ifPresent(Place::cancel);
        return place.isPresent();
    }

    @Override
    public void close() {
        test.close();
    }
}
