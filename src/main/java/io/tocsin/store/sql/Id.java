package io.tocsin.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ids of stored things: a short word that says what it is, then a ULID, so that they sort in the order in which they were made.
 * That holds while the clock is set back, too, and over a restart, because what comes late is known by it.
 */
public enum Id {
    EVENT("evt"),
    ALERT("alr"),
    INCIDENT("inc"),
    COMMENT("com"),
    NOTICE("ntc"),
    DELIVERY("dlv"),
    DEAD_LETTER("dea"),
    TOKEN("tok"),
    SILENCE("sil"),
    AUDIT("aud");

    private final String word;
    private final AtomicReference<Ulid> last = new AtomicReference<>(Ulid.MIN);

    Id(String word) {
        this.word = word;
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

    private String after(Ulid made) {
        Ulid next = last.updateAndGet(before -> made.compareTo(before) > 0 ? made : before.increment());
        return word + "_" + next.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes all ids to come later in sort order than this one.
     *
     * @param id of any kind, of an earlier run; what is none is passed over
     */
    public static void continueAfter(String id) {
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
