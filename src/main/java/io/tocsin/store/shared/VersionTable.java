package io.tocsin.store.shared;

import io.tocsin.model.version.Agreement;
import io.tocsin.model.version.Standing;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The versions of the files that decide, as hubs have loaded them, and which of them all hubs go by. Whoever changes something here
 * raises the number first ({@link Revisions#VERSIONS}), so that one transaction at a time decides.
 */
final class VersionTable {

    /**
     * What a hub has loaded.
     *
     * @param hub the owner of its claims
     * @param name how it calls itself
     * @param what rules, or mappings
     * @param version which
     * @param age for how long it has had it
     */
    record Loaded(String hub, String name, String what, String version, Duration age) {}

    /**
     * Which one hubs shall go by.
     *
     * @param version one that a living hub has loaded
     * @param actor who says so, for the audit
     */
    record Use(String version, String actor) {}

    private static final String SAY = """
            INSERT INTO loaded (hub, what, version, since) VALUES (:hub, :what, :version, :now)
            ON CONFLICT (hub, what) DO UPDATE SET version = excluded.version, since = excluded.since
            """;

    private static final String MAKE_CURRENT = """
            INSERT INTO version (what, version, number, first_seen_at, first_seen_by, current_since, current_by)
            VALUES (:what, :version, :number, :now, :by, :now, :by)
            ON CONFLICT (what, version) DO UPDATE SET number = excluded.number, current_since = excluded.current_since,
                                                      current_by = excluded.current_by
            """;

    /** Says what a hub has loaded, and has it become current where that is its turn. */
    final Change<Loaded, Standing> saying =
            (tx, all, now) -> all.stream().map(loaded -> say(tx, loaded, now)).toList();

    /** Makes hubs go by a version. */
    final Change<Use, UseOutcome> using =
            (tx, orders, now) -> orders.stream().map(use -> use(tx, use, now)).toList();

    private final Function<Handle, List<String>> living;

    /** @param living the ids of the hubs that live, as this transaction sees them */
    VersionTable(Function<Handle, List<String>> living) {
        this.living = living;
    }

    private Standing say(Handle tx, Loaded loaded, Instant now) {
        long number = Revisions.raise(tx, Revisions.VERSIONS);
        tx.createUpdate(SAY)
                .bind("hub", loaded.hub)
                .bind("what", loaded.what)
                .bind("version", loaded.version)
                .bind("now", now.toEpochMilli())
                .execute();
        Set<String> alive = new HashSet<>(living.apply(tx));
        alive.add(loaded.hub); // whoever speaks lives, also where others took it for gone
        tx.createUpdate("DELETE FROM loaded WHERE hub NOT IN (<living>)")
                .bindList("living", alive)
                .execute();
        Standing standing = standing(tx, loaded);
        if (standing != Standing.BECOMES_CURRENT) {
            return standing;
        }
        Optional<Current> before = current(tx, loaded.what);
        makeCurrent(tx, loaded.what, loaded.version, number, loaded.name, now);
        before.filter(known -> !known.version.equals(loaded.version))
                .ifPresent(known -> AuditEntry.write(tx, List.of(edited(loaded, known)), now));
        return Standing.CURRENT;
    }

    /** Who edited files nobody knows; which hub read them first, everybody does. */
    private static AuditEntry edited(Loaded loaded, Current before) {
        return new AuditEntry(
                "hub " + loaded.name, loaded.what + ".edit", loaded.version, "in place of " + before.version);
    }

    /** How what a hub has loaded stands now. */
    Standing standing(Handle tx, Loaded loaded) {
        Set<String> alive = Set.copyOf(living.apply(tx));
        boolean alone = alive.stream().allMatch(loaded.hub::equals);
        return agreement(tx, loaded.what, alive).of(loaded.hub, loaded.version, loaded.age, alone);
    }

    private static Agreement agreement(Handle tx, String what, Set<String> alive) {
        Map<String, String> loaded = new HashMap<>();
        tx.createQuery("SELECT hub, version FROM loaded WHERE what = :what")
                .bind("what", what)
                .map((row, context) -> Map.entry(row.getString("hub"), row.getString("version")))
                .filter(one -> alive.contains(one.getKey()))
                .forEach(one -> loaded.put(one.getKey(), one.getValue()));
        List<String> known = tx.createQuery("SELECT version FROM version WHERE what = :what ORDER BY number DESC")
                .bind("what", what)
                .mapTo(String.class)
                .list();
        return new Agreement(known.stream().findFirst(), Set.copyOf(known), loaded);
    }

    private static void makeCurrent(Handle tx, String what, String version, long number, String by, Instant now) {
        tx.createUpdate(MAKE_CURRENT)
                .bind("what", what)
                .bind("version", version)
                .bind("number", number)
                .bind("by", by)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private UseOutcome use(Handle tx, Use use, Instant now) {
        long number = Revisions.raise(tx, Revisions.VERSIONS);
        Optional<String> what = tx.createQuery("SELECT what FROM version WHERE version = :version"
                        + " UNION SELECT what FROM loaded WHERE version = :version")
                .bind("version", use.version)
                .mapTo(String.class)
                .findFirst();
        if (what.isEmpty()) {
            return UseOutcome.UNKNOWN;
        }
        if (!agreement(tx, what.get(), Set.copyOf(living.apply(tx))).isLoaded(use.version)) {
            return UseOutcome.LOADED_BY_NOBODY;
        }
        makeCurrent(tx, what.get(), use.version, number, use.actor, now);
        AuditEntry.write(
                tx, List.of(new AuditEntry(use.actor, what.get() + ".use", use.version, "all hubs go by it")), now);
        return UseOutcome.USED;
    }

    /** All of them, those first that were current last. */
    List<KnownVersion> all(Handle tx) {
        Set<String> alive = Set.copyOf(living.apply(tx));
        Map<String, List<String>> loadedBy = tx
                .createQuery("SELECT hub, what, version FROM loaded ORDER BY hub")
                .map((row, context) ->
                        Map.entry(row.getString("what") + " " + row.getString("version"), row.getString("hub")))
                .list()
                .stream()
                .filter(one -> alive.contains(one.getValue()))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(one -> name(one.getValue()), Collectors.toList())));
        return tx.createQuery("""
                        SELECT version.*, number = (SELECT max(number) FROM version top WHERE top.what = version.what) AS is_current
                        FROM version ORDER BY number DESC
                        """)
                .map((row, context) -> new KnownVersion(
                        row.getString("what"),
                        row.getString("version"),
                        row.getBoolean("is_current"),
                        Instant.ofEpochMilli(row.getLong("first_seen_at")),
                        row.getString("first_seen_by"),
                        Instant.ofEpochMilli(row.getLong("current_since")),
                        row.getString("current_by"),
                        loadedBy.getOrDefault(row.getString("what") + " " + row.getString("version"), List.of())))
                .list();
    }

    /** The one that hubs go by; empty where none was ever told. */
    static Optional<Current> current(Handle tx, String what) {
        return tx.createQuery("SELECT version, current_since, current_by FROM version WHERE what = :what"
                        + " ORDER BY number DESC LIMIT 1")
                .bind("what", what)
                .map((row, context) -> new Current(
                        row.getString("version"),
                        Instant.ofEpochMilli(row.getLong("current_since")),
                        row.getString("current_by")))
                .findFirst();
    }

    /** A version that hubs go by, since when and through whom. */
    record Current(String version, Instant since, String by) {}

    private static String name(String hub) {
        int boot = hub.lastIndexOf('/');
        return boot < 0 ? hub : hub.substring(0, boot);
    }
}
