package io.tocsin.store.token;

import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Expected;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The keys that sign links, in the store, so that all hubs on it open one another's links. The newest signs; the one before it still opens
 * what it signed. Changes block until they are on disk.
 */
public final class LinkKeyTable implements Supplier<List<byte[]>> {

    /** So many open links. */
    private static final int VALID = 2;

    private static final int BYTES = 32;

    private static final String NEWEST_FIRST = "SELECT id, secret, created_at FROM link_key ORDER BY id DESC";

    /**
     * A key as a list shows it, the key itself never.
     *
     * @param id its name
     * @param createdAt since when it signs
     */
    public record Listed(String id, Instant createdAt) {}

    /**
     * What is wanted of the keys.
     *
     * @param secret the new key, as hex
     * @param actor who asks; empty for the hub itself, which needs one at its first start
     * @param endsAll whether no other opens anything from now on
     * @param expected the id of the key that is to sign until then
     */
    private record Order(String secret, String actor, boolean endsAll, Expected expected) {}

    private static final Change<Order, Optional<String>> CHANGE = LinkKeyTable::apply;

    private final Store store;
    private final SecureRandom random;
    private volatile List<byte[]> keys = List.of();

    private LinkKeyTable(Store store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    /** Opens it, with a first key where there is none yet. */
    public static LinkKeyTable open(Store store, SecureRandom random) {
        LinkKeyTable table = new LinkKeyTable(store, random);
        store.submit(CHANGE, new Order(table.secret(), "", false, Expected.ANY)).join();
        table.refresh();
        return table;
    }

    /** The newest first. */
    @Override
    public List<byte[]> get() {
        return keys;
    }

    /**
     * Has a new key sign from now on.
     *
     * @param actor who asks, for the audit
     * @param endsAll whether every link that was made before opens nothing any more; else those of the key before still do
     * @return the new key's id
     */
    public String rotate(String actor, boolean endsAll) {
        return rotate(actor, endsAll, Expected.ANY).orElseThrow();
    }

    /**
     * The same where the key signs that somebody saw signing.
     *
     * @param expected its id
     * @return the new key's id; empty where another one signs, and nothing was done
     */
    public Optional<String> rotate(String actor, boolean endsAll, Expected expected) {
        Optional<String> id = store.submit(CHANGE, new Order(secret(), actor, endsAll, expected))
                .join();
        refresh();
        return id;
    }

    /** Those that open links, the one that signs first. */
    public List<Listed> list() {
        return store.read(tx -> tx.createQuery(NEWEST_FIRST)
                .map((row, context) -> new Listed(row.getString("id"), Instant.ofEpochMilli(row.getLong("created_at"))))
                .list());
    }

    /** Reads them anew, as another hub may have changed them. */
    public synchronized void refresh() {
        keys = store.read(tx -> tx.createQuery(NEWEST_FIRST)
                .map((row, context) -> HexFormat.of().parseHex(row.getString("secret")))
                .list());
    }

    private String secret() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** The number is raised first: of two hubs that start on an empty store, the second one finds the key of the first. */
    private static List<Optional<String>> apply(Handle tx, List<Order> orders, Instant now) {
        Revisions.raise(tx, Revisions.LINK_KEYS);
        return orders.stream().map(order -> apply(tx, order, now)).toList();
    }

    private static Optional<String> apply(Handle tx, Order order, Instant now) {
        List<String> known = tx.createQuery(NEWEST_FIRST)
                .map((row, context) -> row.getString("id"))
                .list();
        if (order.actor.isEmpty() && !known.isEmpty()) {
            return Optional.of(known.get(0));
        }
        if (!known.isEmpty() && !order.expected.allows(known.get(0))) {
            return Optional.empty();
        }
        String id = Id.LINK_KEY.next(now);
        tx.createUpdate("INSERT INTO link_key (id, secret, created_at) VALUES (:id, :secret, :now)")
                .bind("id", id)
                .bind("secret", order.secret)
                .bind("now", now.toEpochMilli())
                .execute();
        known.stream().skip(order.endsAll ? 0 : VALID - 1).forEach(old -> tx.createUpdate(
                        "DELETE FROM link_key WHERE id = :id")
                .bind("id", old)
                .execute());
        if (!order.actor.isEmpty()) {
            AuditEntry.write(
                    tx,
                    List.of(new AuditEntry(
                            order.actor,
                            "links.rotate",
                            id,
                            order.endsAll ? "all links made before open nothing any more" : "")),
                    now);
        }
        return Optional.of(id);
    }
}
