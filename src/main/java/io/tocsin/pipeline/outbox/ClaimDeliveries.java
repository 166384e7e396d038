package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.NamedStatement;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Claims a receiver's due deliveries: the most urgent first, and none whose incident has an older one of the same
 * receiver and address that is not settled yet. Rate limits are spent here, and a paused destination gets nothing.
 */
final class ClaimDeliveries implements Change<ClaimDeliveries.Request, ClaimDeliveries.Claimed> {

    /**
     * What a lane asks for.
     *
     * @param receiver whose deliveries
     * @param asked how many at most, and who is told of them
     * @param limits how fast the receiver may send
     * @param digestAbove where more than this many wait for a destination they become a digest, 0 for never, and what
     *     comes out of quiet hours is let go; empty to leave both for another time
     */
    record Request(String receiver, Asked<Delivery> asked, Limits limits, Optional<Integer> digestAbove) {}

    /**
     * What a lane gets.
     *
     * @param deliveries claimed, in the order in which they were made
     * @param pausedUntil the latest end of a pause among the account's destinations; long ago where there is none
     * @param again when more may go, where a limit or a pause holds something back
     */
    record Claimed(List<Delivery> deliveries, Instant pausedUntil, Optional<Instant> again) {}

    /**
     * That may go as far as its own incident is concerned: no older one waits or is being sent, by itself or in a digest. A
     * digest that has to be tried again holds nothing back. All priorities are named, so that the index gives what is due of
     * each, and nothing is looked at that waits for a later time, however much does.
     */
    static final String DUE = """
            d.receiver = :receiver AND d.state = 'pending' AND d.priority IN (%s) AND d.due_at <= :now
            AND NOT EXISTS (SELECT 1 FROM delivery older
                            WHERE older.incident_id = d.incident_id AND older.receiver = d.receiver
                              AND older.state = 'pending' AND older.address = d.address
                              AND older.version < d.version)
            AND NOT EXISTS (SELECT 1 FROM delivery told JOIN delivery digest ON digest.id = told.digest_id
                            WHERE told.incident_id = d.incident_id AND told.receiver = d.receiver
                              AND told.state = 'collapsed' AND told.address = d.address
                              AND digest.state = 'pending' AND (digest.attempt = 0 OR digest.owner IS NOT NULL))
            """.formatted(DeliveryTable.PRIORITIES);

    private static final String URGENT =
            "SELECT d.id FROM delivery d WHERE d.held = 0 AND " + DUE + " ORDER BY d.priority, d.due_at LIMIT :room ";

    /** The most urgent to destinations that are open. */
    private static final NamedStatement CANDIDATES = new NamedStatement("""
            SELECT d.id, CASE d.address WHEN '' THEN :own ELSE d.address END AS destination FROM delivery d
            WHERE d.held = 0 AND CASE d.address WHEN '' THEN :own ELSE d.address END NOT IN (:closed) AND %s
            ORDER BY d.priority, d.due_at LIMIT :most
            """.formatted(DUE));

    /** So many are looked at in one go; where they are all for destinations that are full now, more are. */
    private static final int LOOK = 500;

    private final Corridor corridor;
    private final GatherDigests digests;
    private final Claims<String> claims;
    private final AnsweredPages answered;
    private final TrimDigests trimmed;
    private final String urgent;
    private final String chosen;

    /**
     * @param notifying whom to notify of what
     * @param fallback who is notified where one is given up
     */
    ClaimDeliveries(Corridor corridor, Notifying notifying, Function<Delivery, Optional<String>> fallback) {
        this.corridor = corridor;
        this.digests = new GatherDigests(corridor.json(), corridor.terms().skipLocked());
        this.claims = DeliveryClaims.of(corridor, notifying, fallback);
        this.answered = new AnsweredPages(corridor, notifying);
        this.trimmed = new TrimDigests(corridor);
        this.urgent = URGENT + corridor.terms().skipLocked();
        this.chosen = "SELECT d.id FROM delivery d WHERE d.id IN (:ids) AND " + DUE
                + corridor.terms().skipLocked();
    }

    /** Whose claims they are. */
    Claims<String> claims() {
        return claims;
    }

    @Override
    public List<Claimed> apply(Handle tx, List<Request> requests, Instant now) {
        Claimed[] claimed = new Claimed[requests.size()];
        IntStream.range(0, claimed.length)
                .boxed()
                .sorted(Comparator.comparing(i -> requests.get(i).limits.account()))
                .forEach(i -> claimed[i] = apply(tx, requests.get(i), now));
        return List.of(claimed);
    }

    /** It passes over what others hold, but for an account's limits, which are held last and in order. */
    @Override
    public boolean ridesAlong() {
        return true;
    }

    private Claimed apply(Handle tx, Request request, Instant now) {
        Limits limits = request.limits;
        Buckets.hold(tx, limits, corridor.store().dialect().forUpdate());
        Buckets buckets = Buckets.load(tx, limits, corridor.store().dialect().held("destination"), now);
        request.digestAbove.ifPresent(above -> digests.gather(tx, request.receiver, above, now));
        int room = Math.min(request.asked.room(), buckets.ofAccount());
        List<String> ids = room > 0 ? claim(tx, request.receiver, room, limits, buckets, now) : List.of();
        List<Delivery> deliveries = ids.isEmpty()
                ? List.of()
                : trimmed.of(tx, answered.without(tx, LoadDeliveries.of(tx, ids), now), now).stream()
                        .sorted(Comparator.comparing(Delivery::id))
                        .toList();
        request.asked.claimed(tx, deliveries, now);
        buckets.spend(
                tx,
                deliveries.stream().map(d -> limits.destination(d.address())).toList());
        return new Claimed(deliveries, buckets.pausedUntil(), buckets.opensAt());
    }

    private List<String> claim(Handle tx, String receiver, int room, Limits limits, Buckets buckets, Instant now) {
        if (limits.each().unlimited() && buckets.closed().isEmpty()) {
            return claims.claim(tx, urgent, room, Map.of("receiver", receiver), now);
        }
        List<String> ids = choose(tx, receiver, room, limits, buckets, now);
        return ids.isEmpty()
                ? ids
                : claims.claim(tx, chosen, ids.size(), Map.of("receiver", receiver, "ids", ids), now);
    }

    /** One destination with many must not hide the others: once it has what it may, the look goes past it. */
    private static List<String> choose(
            Handle tx, String receiver, int room, Limits limits, Buckets buckets, Instant now) {
        Choice choice = new Choice(room, buckets::of);
        Set<String> closed = new HashSet<>(buckets.closed());
        closed.add(""); // never a destination, but a list in SQL has to hold something
        boolean more = true;
        while (more) {
            List<Choice.Candidate> candidates = CANDIDATES.list(
                    tx,
                    Map.of(
                            "receiver", receiver,
                            "now", now.toEpochMilli(),
                            "own", limits.own(),
                            "most", LOOK,
                            "closed", List.copyOf(closed)),
                    row -> new Choice.Candidate(row.getString("id"), row.getString("destination")));
            choice.add(candidates);
            more = candidates.size() == LOOK && !choice.isFull() && closed.addAll(choice.exhausted());
        }
        return choice.chosen();
    }
}
