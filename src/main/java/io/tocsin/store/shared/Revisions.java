package io.tocsin.store.shared;

import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hubs keep in memory of the store follows it: whoever changes such a thing {@linkplain #raise raises} its number in the same
 * transaction, and each hub {@linkplain #look looks} at all numbers at once, now and then, and reads anew what another number stands at.
 *
 * <p>One small read for everything, however many things there are and however often they are asked for. Where no other hub can be,
 * nobody looks.
 */
public final class Revisions {

    /** Who may do what, by token. */
    public static final String TOKENS = "tokens";

    /** What links in messages are signed with. */
    public static final String LINK_KEYS = "link-keys";

    /** Which files hubs have loaded, and which of them count. */
    public static final String VERSIONS = "versions";

    /** Which hub has which receivers. */
    public static final String RECEIVERS = "receivers";

    /** Which silences there are. */
    public static final String SILENCES = "silences";

    /** Which maintenance windows people made. */
    public static final String WINDOWS = "windows";

    /** Who is on call instead of others. */
    public static final String OVERRIDES = "overrides";

    /** Which people want to be left alone at which of their addresses. */
    public static final String RESTS = "rests";

    /** What calendars say of who is on call. */
    public static final String CALENDARS = "calendars";

    /** Which providers asked to be left alone, and until when. */
    public static final String PAUSES = "pauses";

    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

    private static final String RAISE = """
            INSERT INTO revision (what, number) VALUES (?, 1)
            ON CONFLICT (what) DO UPDATE SET number = revision.number + 1 RETURNING number
            """;

    private record Number(String what, long number) {}

    private final Store store;
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new HashMap<>();

    /** @param store where the numbers stand */
    public Revisions(Store store) {
        this.store = store;
    }

    /**
     * Says that something was changed, in the transaction that changes it. Another hub that does the same waits until this
     * transaction ends, so that who raises first and looks then sees what others did before.
     *
     * @param what {@link #TOKENS} and the like
     * @return its number now, higher than any before
     */
    public static long raise(Handle tx, String what) {
        return Statements.of(tx)
                .list(RAISE, values -> values.text(what), row -> row.getLong(1))
                .get(0);
    }

    /**
     * Has something read anew when another hub, or this one, changed it; and at the first look.
     *
     * @param what its name
     * @param reread reads it; may block. Where it throws, it is called again at the next look
     */
    public void listen(String what, Runnable reread) {
        listeners.computeIfAbsent(what, any -> new CopyOnWriteArrayList<>()).add(reread);
    }

    /** No more. */
    public void forget(String what, Runnable reread) {
        listeners.getOrDefault(what, List.of()).remove(reread);
    }

    /** One look at all numbers, by one thread at a time. Blocks while the store is read; does not throw. */
    public synchronized void look() {
        try {
            numbers().forEach(this::follow);
        } catch (RuntimeException e) {
            said("look for what other hubs changed", e);
        }
    }

    private Collection<Number> numbers() {
        Map<String, Number> all = new HashMap<>();
        listeners.keySet().forEach(what -> all.put(what, new Number(what, 0)));
        store.read(tx -> Statements.of(tx)
                        .list(
                                "SELECT what, number FROM revision",
                                values -> {},
                                row -> new Number(row.getString(1), row.getLong(2))))
                .forEach(number -> all.put(number.what, number));
        return all.values();
    }

    private void follow(Number number) {
        if (Long.valueOf(number.number).equals(seen.get(number.what))) {
            return;
        }
        try {
            listeners.getOrDefault(number.what, List.of()).forEach(Runnable::run);
            seen.put(number.what, number.number);
        } catch (RuntimeException e) {
            said("read anew what other hubs changed (" + number.what + ")", e);
        }
    }

    private void said(String what, RuntimeException e) {
        if (!store.isAway(e)) { // else the log says why
            LOG.warn("could not {}; the next look is in a moment", what, e);
        }
    }
}
