package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.RetryAfter;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** An account's buckets inside one transaction: its own, and those of its destinations that are not full and unpaused. */
final class Buckets {

    private static final String SELECT = """
            SELECT destination, tokens, refilled_at, paused_until, paused_why FROM bucket
            WHERE account = ? AND (destination = '' OR paused_until > ? OR refilled_at > ?)
            """;

    private static final String HOLD = "SELECT destination FROM bucket WHERE account = ? AND destination = '' ";

    private static final String SPEND = """
            INSERT INTO bucket (account, destination, tokens, refilled_at) VALUES (:account, :destination, :tokens, :at)
            ON CONFLICT (account, destination) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
            """;

    /** Without tokens since long ago is as good as full. */
    private static final String PAUSE = """
            INSERT INTO bucket (account, destination, tokens, refilled_at, paused_until, paused_why)
            VALUES (:account, :destination, 0, 0, :until, :why)
            ON CONFLICT (account, destination) DO UPDATE SET paused_until = excluded.paused_until,
                                                             paused_why = excluded.paused_why
            WHERE excluded.paused_until > bucket.paused_until OR bucket.paused_until > :longest
            """;

    private static final String OPEN = """
            INSERT INTO bucket (account, destination, tokens, refilled_at) VALUES (:account, '', 0, 0)
            ON CONFLICT (account, destination) DO NOTHING
            """;

    private static final String ACCOUNT = "";

    /** Makes an account's row, full: what is locked while it is spent has to be there. */
    static final Change<String, Integer> OPENING = (tx, accounts, now) -> accounts.stream()
            .map(account -> tx.createUpdate(OPEN).bind("account", account).execute())
            .toList();

    private final Limits limits;
    private final Instant now;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private Buckets(Limits limits, Instant now) {
        this.limits = limits;
        this.now = now;
    }

    /**
     * Waits until no other hub spends from the account. A read that waited for that itself would not see what that hub made of
     * destinations that had no row before.
     *
     * @param lock of the store where others write to it, too; else empty
     */
    static void hold(Handle tx, Limits limits, String lock) {
        if (!lock.isEmpty() && !limits.unlimited()) {
            Statements.of(tx).list(HOLD + lock, values -> values.text(limits.account()), row -> row.getString(1));
        }
    }

    /**
     * Reads them.
     *
     * @param lock appended to the read, so that no other hub spends from them before this transaction ends
     */
    static Buckets load(Handle tx, Limits limits, String lock, Instant now) {
        Buckets buckets = new Buckets(limits, now);
        RateLimit each = limits.each();
        long untilFull = each.unlimited() ? 0 : (long) Math.ceil(each.burst() * 1_000.0 / each.rate());
        Statements.of(tx)
                .list(
                        SELECT + lock,
                        values -> values.text(limits.account()).time(now).number(now.toEpochMilli() - untilFull),
                        row -> buckets.buckets.put(row.getString("destination"), read(row)));
        return buckets;
    }

    private static Bucket read(ResultSet row) throws SQLException {
        return new Bucket(
                row.getDouble("tokens"),
                Instant.ofEpochMilli(row.getLong("refilled_at")),
                Instant.ofEpochMilli(row.getLong("paused_until")),
                row.getString("paused_why"));
    }

    /** How many deliveries of the account may go now. */
    int ofAccount() {
        return bucket(ACCOUNT, limits.credential()).available(limits.credential(), now);
    }

    /** How many deliveries to the destination may go now, as far as that destination is concerned. */
    int of(String destination) {
        return bucket(destination, limits.each()).available(limits.each(), now);
    }

    /** The destinations to which nothing may go now. */
    List<String> closed() {
        return destinations().filter(destination -> of(destination) == 0).toList();
    }

    /** The latest end of a pause; long ago where nothing is paused. */
    Instant pausedUntil() {
        return buckets.values().stream()
                .filter(bucket -> bucket.pausedAt(now))
                .map(Bucket::pausedUntil)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** What the account's bucket holds now; empty without a limit. */
    Optional<Double> tokens() {
        return limits.credential().unlimited()
                ? Optional.empty()
                : Optional.of(bucket(ACCOUNT, limits.credential()).tokensAt(limits.credential(), now));
    }

    /** The destinations that are paused now, with until when and why. */
    Map<String, Bucket> paused() {
        Map<String, Bucket> paused = new HashMap<>(buckets);
        paused.values().removeIf(bucket -> !bucket.pausedAt(now));
        return paused;
    }

    /** When the first of those buckets opens that give nothing now; empty where all give. */
    Optional<Instant> opensAt() {
        return Stream.concat(
                        bucket(ACCOUNT, limits.credential()).opensAt(limits.credential(), now).stream(),
                        destinations().flatMap(name -> buckets.get(name).opensAt(limits.each(), now).stream()))
                .min(Instant::compareTo);
    }

    /** Takes a token for each of these destinations, and as many of the account's. */
    void spend(Handle tx, Collection<String> destinations) {
        if (limits.unlimited() || destinations.isEmpty()) {
            return;
        }
        if (!limits.credential().unlimited()) {
            take(ACCOUNT, limits.credential(), destinations.size());
        }
        Map<String, Integer> counts = new HashMap<>();
        if (!limits.each().unlimited()) {
            destinations.forEach(destination -> counts.merge(destination, 1, Integer::sum));
            counts.forEach((destination, count) -> take(destination, limits.each(), count));
        }
        PreparedBatch batch = tx.prepareBatch(SPEND);
        if (!limits.credential().unlimited()) {
            add(batch, ACCOUNT);
        }
        counts.keySet().forEach(destination -> add(batch, destination));
        batch.execute();
    }

    /** Pauses a destination, unless it is paused for longer already. */
    static void pause(Handle tx, Limits limits, String address, Instant until, String why, Instant now) {
        tx.createUpdate(PAUSE)
                .bind("account", limits.account())
                .bind("destination", limits.destination(address))
                .bind("until", until.toEpochMilli())
                .bind("why", why)
                .bind("longest", now.plus(RetryAfter.CAP).toEpochMilli())
                .execute();
    }

    private void take(String name, RateLimit limit, int count) {
        buckets.put(name, bucket(name, limit).spend(limit, count, now));
    }

    private void add(PreparedBatch batch, String name) {
        Bucket bucket = buckets.get(name);
        batch.bind("account", limits.account())
                .bind("destination", name)
                .bind("tokens", bucket.tokens())
                .bind("at", bucket.refilledAt().toEpochMilli())
                .add();
    }

    private Stream<String> destinations() {
        return buckets.keySet().stream().filter(name -> !name.equals(ACCOUNT));
    }

    private Bucket bucket(String name, RateLimit limit) {
        return buckets.getOrDefault(name, Bucket.full(limit));
    }
}
