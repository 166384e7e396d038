package io.tocsin.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Ids of stored things: a short word that says what it is, then a ULID, so that they sort in the order in which they were made.
 * That holds while the clock is set back, too, and over a restart, because what comes late is known by it.
 */
public enum Id {
    EVENT("evt", "event"),
    ALERT("alr", "alert"),
    INCIDENT("inc", "incident"),
    COMMENT("com", "incident_comment"),
    NOTICE("ntc", "notice"),
    DELIVERY("dlv", "delivery"),
    DEAD_LETTER("dea", "dead_letter"),
    TOKEN("tok", "token"),
    LINK_KEY("key", "link_key"),
    SILENCE("sil", "silence"),
    WINDOW("win", "maintenance_window"),
    OVERRIDE("ovr", "schedule_override"),
    QUESTION("qst", "question"),
    AUDIT("aud", "audit");

    private static final String NEWEST = Stream.of(values())
            .map(kind -> "SELECT max(id) AS id FROM " + kind.table)
            .collect(Collectors.joining(" UNION ALL "));

    private final String word;
    private final String table;
    private final AtomicReference<Ulid> last = new AtomicReference<>(Ulid.MIN);

    Id(String word, String table) {
        this.word = word;
        this.table = table;
    }

    /** A new id, later in sort order than those of its kind that this process made before, or was told of. */
    public String next() {
        return after(UlidCreator.getMonotonicUlid());
    }

    /**
     * The same of what came at this time: so ids of hubs that share a store sort by the store's clock, and not by each hub's own.
     *
     * @param now the store's time
     */
    public String next(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return after(new Ulid(now.toEpochMilli() << Short.SIZE | random.nextInt(1 << Short.SIZE), random.nextLong()));
    }

    /** Sorts before all ids of its kind that are made at that time or later, while no clock is set back. */
    public String before(Instant time) {
        return word + "_"
                + Ulid.min(Math.max(0, time.toEpochMilli())).toString().toLowerCase(Locale.ROOT);
    }

    private String after(Ulid made) {
        Ulid next = last.updateAndGet(before -> made.compareTo(before) > 0 ? made : before.increment());
        return word + "_" + next.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes all ids to come later in sort order than those of every kind that are in the store: where they are ahead of the clock each
     * kind has counted on for itself, and one that began behind its own would make an id twice.
     */
    public static void continueAfterThoseOf(Handle tx) {
        tx.createQuery(NEWEST).mapTo(String.class).list().stream()
                .filter(Objects::nonNull)
                .forEach(Id::continueAfter);
    }

    String table() {
        return table;
    }

    /** @param id of any kind; what is none is passed over */
    static void continueAfter(String id) {
        String ulid = id.substring(id.indexOf('_') + 1);
        if (Ulid.isValid(ulid)) {
            Ulid before = Ulid.from(ulid);
            for (Id kind : values()) {
                kind.last.updateAndGet(last -> before.compareTo(last) > 0 ? before : last);
            }
        }
    }

    /** Whether this id is of this kind. */
    public boolean names(String id) {
        return id.startsWith(word + "_");
    }
}
