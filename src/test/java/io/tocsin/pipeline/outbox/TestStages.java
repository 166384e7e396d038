package io.tocsin.pipeline.outbox;

import io.tocsin.app.hub.ClaimedTables;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.pipeline.deadletter.ClaimedLetter;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.Rooms;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.deadletter.Settled;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.DueIncidents;
import io.tocsin.pipeline.ledger.TestDecisions;
import io.tocsin.pipeline.schedule.TellOfShifts;
import io.tocsin.pipeline.silence.FollowFiles;
import io.tocsin.pipeline.silence.HeldBack;
import io.tocsin.pipeline.silence.LiveSilences;
import io.tocsin.pipeline.silence.LiveWindows;
import io.tocsin.pipeline.silence.Releases;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.TellOfHolds;
import io.tocsin.pipeline.silence.WindowDesk;
import io.tocsin.pipeline.silence.WindowPages;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Abandoned;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.lane.Poller;
import io.tocsin.store.lane.TestLane;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** All stages of a corridor over a real file, each moved by hand: what rules say, what alerts do, what receivers answer. */
public final class TestStages implements AutoCloseable {

    public final TestCorridor test;
    public final SettableClock clock;
    public final Map<String, Policy> policies = new LinkedHashMap<>();
    public final Map<String, String> fallbacks = new HashMap<>();
    public final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    public Function<Notice, Stream<String>> further = notice -> Stream.empty();
    public Recipients recipients = Recipients.none();
    /** Runs whenever somebody asks who the recipients are. */
    public Runnable recipientsAsked = () -> {};

    public Optional<Flapping.Limit> flapping = Optional.empty();

    private final Set<String> receivers = new HashSet<>();
    public final SilenceDesk silences;
    public final WindowDesk windows;
    public final LiveSilences live;
    public FileHolds holds = FileHolds.NONE;
    private final Notifying notifying;
    private final List<DueWork> looking;
    private final FollowFiles followingFiles;
    private final TestDecisions decisions;
    private final FanOut fanningOut;
    private final ClaimDeliveries claiming;
    private final SettleDelivery settling;
    private final TakeOver takingOver;
    private final TellFallback telling;
    private final Claims<ClaimedLetter> letters;
    private final DeadLetters deadLetters;

    public TestStages(TestCorridor test, String... receivers) {
        this.test = test;
        this.clock = test.clock;
        this.live = LiveSilences.load(test.store, test.corridor.json());
        this.silences = new SilenceDesk(test.corridor, live);
        LiveWindows liveWindows = LiveWindows.load(test.store, test.corridor.json());
        this.windows = new WindowDesk(
                test.corridor, liveWindows, () -> new WindowPages.FileWindows(holds.windows(), holds.places()));
        this.notifying = new Notifying(() -> policies, this::recipients, new HeldBack(live, liveWindows, () -> holds));
        this.followingFiles = new FollowFiles(test.corridor, () -> holds, () -> true);
        this.looking = List.of(
                Releases.work(test.corridor, notifying),
                DueIncidents.work(test.corridor, notifying),
                TellOfHolds.work(test.corridor, notifying, () -> holds, Runnable::run),
                TellOfShifts.work(test.corridor, notifying));
        this.decisions = new TestDecisions(test, notifying);
        this.fanningOut = new FanOut(test.corridor, notifying);
        this.claiming = new ClaimDeliveries(test.corridor, notifying, this::fallback);
        this.settling = new SettleDelivery(test.corridor, notifying);
        this.takingOver = new TakeOver(test.corridor, notifying);
        this.telling = new TellFallback(test.corridor, notifying);
        this.letters = ClaimedLetter.claims(test.corridor.terms(), test.corridor.json());
        this.deadLetters = new DeadLetters(
                new Rooms() {
                    @Override
                    public boolean hasReceiver(String name) {
                        return TestStages.this.receivers.contains(name);
                    }

                    @Override
                    public void wakeReceiver(String name) {}

                    @Override
                    public void wakeInbox() {}
                },
                test.corridor,
                notifying);
        Stream.of(receivers).forEach(this::receiver);
    }

    private Recipients recipients() {
        recipientsAsked.run();
        return recipients;
    }

    /** What stands in for a fallback has none. */
    private Optional<String> fallback(Delivery delivery) {
        return Optional.ofNullable(fallbacks.get(delivery.receiver()))
                .filter(name -> delivery.fallbackOf().isEmpty());
    }

    /** A receiver that takes nothing by itself. */
    public void receiver(String name) {
        if (receivers.add(name)) {
            test.lanes.add(TestLane.of(
                    OutboxLanes.lane(name),
                    1,
                    TestLane.<Delivery>work(0, delivery -> CompletableFuture.completedFuture(null))));
        }
    }

    /** A rule that tells these receivers at once. */
    public void rule(String name, String... told) {
        policies.put(name, policy(name, true, told));
    }

    public static Policy policy(String name, boolean resolved, String... told) {
        return Policy.atOnce(
                name,
                Stream.of(told)
                        .map(receiver -> (Target) new Target.Receiver(receiver))
                        .toList(),
                Optional.empty(),
                resolved,
                Duration.ofMinutes(5));
    }

    /** An alert fires; by all rules if none is named. */
    public void fires(String fingerprint, Severity severity, String... rules) {
        decisions.decide(
                fingerprint,
                AlertStatus.FIRING,
                severity,
                rules.length > 0 ? List.of(rules) : List.copyOf(policies.keySet()));
    }

    /** Alerts fire, all in one event; by all rules. */
    public void fireTogether(List<String> fingerprints, Severity severity) {
        decisions.decide(fingerprints, AlertStatus.FIRING, severity, List.copyOf(policies.keySet()));
    }

    /** From now on all alerts whose fingerprints begin alike, up to a slash, are one incident; empty for each alone. */
    public void groupBy(String grouping) {
        decisions.groupBy(key -> grouping.isEmpty() || !key.fingerprint().contains("/")
                ? Group.alone(key)
                : group(
                        grouping,
                        key.fingerprint().substring(0, key.fingerprint().indexOf('/'))));
    }

    private Group group(String grouping, String value) {
        return new Group(Optional.of(grouping), grouping + " " + value, "all of " + value, flapping);
    }

    /** From now on alerts whose fingerprints end alike, after a colon, are of related incidents that begin within that time. */
    public void relate(Duration within) {
        decisions.share(key -> key.fingerprint().contains(":")
                ? List.of(
                        new Shared(key.fingerprint().substring(key.fingerprint().indexOf(':')), within))
                : List.of());
    }

    /** An alert is over, by all rules. */
    public void over(String fingerprint) {
        decisions.decide(fingerprint, AlertStatus.RESOLVED, Severity.HIGH, List.copyOf(policies.keySet()));
    }

    /** Whom to notify of what, as it is now. */
    public Notifying notifying() {
        return notifying;
    }

    /** Looks for what is due once, as a hub does at every interval. */
    public void look() {
        new Poller(test.store, test.lanes, ClaimedTables.ALL, looking, Runnable::run).look();
    }

    /** Looks whether windows and inhibitions were edited, as a hub does where it reads files. */
    public void followFiles() {
        followingFiles.run();
    }

    /** Fans out what is due, as the stock route does, and to {@link #further} receivers, as one of a user's may. */
    public int fanOut() {
        List<Notice> claimed = decisions.claimNotices();
        claimed.forEach(notice -> test.commit(
                fanningOut,
                new FanOut.Told(
                        notice,
                        Stream.concat(
                                        notice.to().stream(),
                                        further.apply(notice).map(Address::of))
                                .toList())));
        return claimed.size();
    }

    /** The fan-out route fails. */
    public int failFanOut() {
        List<Notice> claimed = decisions.claimNotices();
        claimed.forEach(decisions::failed);
        return claimed.size();
    }

    public List<Delivery> claim(String receiver) {
        return claim(receiver, 0);
    }

    /** @param digestAbove where more than so many wait they become a digest; 0 for never */
    public List<Delivery> claim(String receiver, int digestAbove) {
        return test.commit(
                        claiming,
                        new ClaimDeliveries.Request(
                                receiver, Asked.of(1_000), Limits.none(receiver), Optional.of(digestAbove)))
                .deliveries();
    }

    /** Makes digests as a claim does, and claims nothing. @param digestAbove as of {@link #claim} */
    public void gather(String receiver, int digestAbove) {
        test.commit(
                claiming,
                new ClaimDeliveries.Request(receiver, Asked.of(0), Limits.none(receiver), Optional.of(digestAbove)));
    }

    /**
     * Claims what is due, and looks in the same transaction whether any of it is of an incident that is acknowledged.
     *
     * @throws IllegalStateException if it is, and is not what tells that
     */
    public List<Delivery> claimUnacknowledged(String receiver) {
        Change<ClaimDeliveries.Request, ClaimDeliveries.Claimed> claim = (tx, requests, now) -> {
            List<ClaimDeliveries.Claimed> all = claiming.apply(tx, requests, now);
            all.stream().flatMap(one -> one.deliveries().stream()).forEach(one -> {
                if (tx.createQuery("SELECT 1 FROM incident i JOIN notice n ON n.incident_id = i.id"
                                + " WHERE n.id = :id AND i.acknowledged_by IS NOT NULL AND n.kind <> 'acknowledged'")
                        .bind("id", one.noticeId())
                        .mapTo(Integer.class)
                        .findFirst()
                        .isPresent()) {
                    throw new IllegalStateException("claimed after the acknowledgement: " + one);
                }
            });
            return all;
        };
        return test
                .commit(
                        claim,
                        new ClaimDeliveries.Request(receiver, Asked.of(1_000), Limits.none(receiver), Optional.of(0)))
                .deliveries()
                .stream()
                .filter(one -> !lines(one).get(0).contains(" acknowledged "))
                .toList();
    }

    /**
     * Claims what is due, as {@link #claim(String, int)}, and looks in the same transaction whether a digest tells a page of an incident that
     * is acknowledged.
     *
     * @throws IllegalStateException if it does
     */
    public List<Delivery> claimUnacknowledged(String receiver, int digestAbove) {
        Change<ClaimDeliveries.Request, ClaimDeliveries.Claimed> claim = (tx, requests, now) -> {
            List<ClaimDeliveries.Claimed> all = claiming.apply(tx, requests, now);
            all.stream().flatMap(one -> one.deliveries().stream()).forEach(one -> {
                if (tx.createQuery("SELECT 1 FROM delivery told JOIN incident i ON i.id = told.incident_id"
                                + " JOIN notice n ON n.id = told.notice_id WHERE told.digest_id = :id"
                                + " AND i.acknowledged_by IS NOT NULL AND n.kind <> 'acknowledged'")
                        .bind("id", one.id())
                        .mapTo(Integer.class)
                        .findFirst()
                        .isPresent()) {
                    throw new IllegalStateException("claimed after the acknowledgement: " + one);
                }
            });
            return all;
        };
        return test.commit(
                        claim,
                        new ClaimDeliveries.Request(
                                receiver, Asked.of(1_000), Limits.none(receiver), Optional.of(digestAbove)))
                .deliveries();
    }

    /** Claims the one that is due. */
    public Delivery claimOne(String receiver) {
        List<Delivery> claimed = claim(receiver);
        if (claimed.size() != 1) {
            throw new AssertionError("claimed " + claimed);
        }
        return claimed.get(0);
    }

    private boolean settle(Delivery delivery, Outcome outcome) {
        Instant now = clock.instant();
        return test.commit(
                        settling,
                        new SettleDelivery.Attempt(
                                delivery,
                                outcome,
                                now,
                                now,
                                fallback(delivery),
                                Optional.empty(),
                                Limits.none(delivery.receiver())))
                != SettleDelivery.Ended.LOST;
    }

    /** The receiver has it; false where the claim was lost. */
    public boolean deliver(Delivery delivery) {
        heard.addAll(lines(delivery));
        return settle(delivery, new Outcome.Delivered(Optional.of(200), "ok"));
    }

    /** It failed and is to be tried again in five seconds. */
    public boolean fail(Delivery delivery, FailureClass failureClass) {
        return settle(
                delivery,
                new Outcome.Retry(
                        new Failure(failureClass, "busy", Optional.empty(), Optional.empty()),
                        clock.instant().plusSeconds(5),
                        true));
    }

    /** Its breaker was open: nothing was sent. */
    public boolean release(Delivery delivery) {
        return settle(delivery, new Outcome.Released(clock.instant()));
    }

    /** Nothing more is tried. */
    public boolean die(Delivery delivery) {
        return settle(
                delivery,
                new Outcome.Dead(new Failure(FailureClass.PERMANENT, "gone", Optional.of(404), Optional.empty())));
    }

    /** Delivers what is due for a receiver. */
    public void deliver(String receiver) {
        claim(receiver).forEach(this::deliver);
    }

    /** What a delivery says, a line for each incident. */
    public List<String> lines(Delivery delivery) {
        return test.store.read(tx -> tx.createQuery("""
                        SELECT n.kind || ' ' || i.title FROM delivery d JOIN notice n ON n.id = d.notice_id
                        JOIN incident i ON i.id = d.incident_id
                        WHERE d.id = :id OR d.digest_id = :id ORDER BY d.incident_id
                        """)
                .bind("id", delivery.id())
                .mapTo(String.class)
                .map(line -> delivery.receiver() + (delivery.address().isEmpty() ? "" : "/" + delivery.address()) + " "
                        + line)
                .list());
    }

    /**
     * What a delivery says of one incident.
     *
     * @param to who hears it
     * @param incidentId of which
     * @param version which version
     * @param kind as what
     * @param title the alert's
     * @param firing the fingerprints of the alerts that it says fire
     * @param over those that it says are over
     */
    public record Said(
            String to,
            String incidentId,
            long version,
            String kind,
            String title,
            Set<String> firing,
            Set<String> over) {}

    /** What a delivery says, of each incident. */
    public List<Said> said(Delivery delivery) {
        return test.store.read(tx -> tx.createQuery("""
                        SELECT d.receiver, d.incident_id, d.version, n.kind, i.title, n.message
                        FROM delivery d JOIN notice n ON n.id = d.notice_id JOIN incident i ON i.id = d.incident_id
                        WHERE d.id = :id OR d.digest_id = :id ORDER BY d.incident_id, d.version
                        """)
                .bind("id", delivery.id())
                .map((row, context) -> new Said(
                        row.getString("receiver"),
                        row.getString("incident_id"),
                        row.getLong("version"),
                        row.getString("kind"),
                        row.getString("title"),
                        alerts(row.getString("message"), "firing"),
                        alerts(row.getString("message"), "resolved")))
                .list());
    }

    private Set<String> alerts(String message, String status) {
        Set<String> fingerprints = new HashSet<>();
        JsonText.read(test.corridor.json(), message).path("alerts").forEach(alert -> {
            if (alert.path("status").asText().equals(status)) {
                fingerprints.add(alert.path("fingerprint").asText());
            }
        });
        return fingerprints;
    }

    /** The dead-letter route runs for all that is due. */
    public int deadLetters() {
        List<ClaimedLetter> claimed = test.commit(letters.claiming, Asked.of(1_000));
        claimed.forEach(letter -> test.commit(
                telling,
                new TellFallback.Told(
                        letter.id(),
                        letter.fence(),
                        letter.deliveryId(),
                        letter.fallback().stream()
                                .map(name -> new Address(name, ""))
                                .toList())));
        return claimed.size();
    }

    /** A breaker has been open for long: its fallback takes over. */
    public int takeOver(String receiver) {
        return test.commit(takingOver, new TakeOver.Order(receiver, fallbacks.get(receiver), Duration.ofMinutes(10)));
    }

    /** Redrives all open dead letters. */
    public Settled redrive() {
        return deadLetters.redrive(
                new SettleOrder(column("SELECT id FROM dead_letter WHERE state = 'open' ORDER BY id"), "mia", ""));
    }

    /** Redrives the oldest open dead letter. */
    public Settled redriveOldest() {
        return deadLetters.redrive(
                new SettleOrder(column("SELECT min(id) FROM dead_letter WHERE state = 'open'"), "mia", ""));
    }

    public Settled discard() {
        return deadLetters.discard(
                new SettleOrder(column("SELECT id FROM dead_letter WHERE state = 'open' ORDER BY id"), "mia", ""));
    }

    /** The hub starts again: what it had claimed is given back. */
    public void restart() {
        test.commit((tx, inputs, now) -> List.of(Abandoned.release(tx, "", ClaimedTables.ALL, "hub-1", now)), "");
    }

    /** Everything goes through, and receivers take all that they get, until nothing waits. */
    public void drain() {
        drain(this::deliver);
    }

    /** @param receive what happens to each that is claimed */
    public void drain(Consumer<Delivery> receive) {
        for (int i = 0; i < 40 && somethingWaits(); i++) {
            look();
            boolean moved = fanOut() > 0;
            for (String receiver : receivers) {
                List<Delivery> claimed = claim(receiver);
                claimed.forEach(receive);
                moved |= !claimed.isEmpty();
            }
            moved |= deadLetters() > 0;
            if (!moved) {
                clock.advance(Duration.ofMinutes(10));
            }
        }
    }

    private boolean somethingWaits() {
        return !column("SELECT 1 FROM delivery WHERE state = 'pending' UNION ALL SELECT 1 FROM notice"
                        + " WHERE state = 'pending' UNION ALL SELECT 1 FROM dead_letter WHERE told = 0"
                        + " UNION ALL SELECT 1 FROM incident WHERE due_at IS NOT NULL LIMIT 1")
                .isEmpty();
    }

    /** What was heard since it was last asked. */
    public List<String> heard() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    public List<String> column(String sql) {
        return test.column(sql);
    }

    @Override
    public void close() {
        test.close();
    }
}
