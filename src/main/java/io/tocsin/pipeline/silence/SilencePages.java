package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Silence;
import io.tocsin.store.sql.RowPage;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Silences for readers, those made last first. */
public final class SilencePages {

    private static final String PAGE = """
            SELECT * FROM silence WHERE id < :after AND ends_at > :over ORDER BY id DESC LIMIT :most
            """;

    private static final String OVER = """
            SELECT * FROM silence WHERE ends_at <= :now ORDER BY ends_at DESC, id DESC LIMIT :most
            """;

    /** Behind every id. */
    private static final String FIRST = "sil_zzzzzzzzzzzzzzzzzzzzzzzzzz";

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where they are
     * @param json reads what the store keeps as JSON
     */
    public SilencePages(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /**
     * Which silences.
     *
     * @param states how they stand, at least one
     * @param text what author, comment or alerts contain, in any case; empty for anything
     */
    public record Filter(Set<Silence.State> states, String text) {

        public Filter {
            states = Set.copyOf(states);
        }

        boolean takes(Silence silence, Instant now) {
            String all = silence.author() + "\n" + silence.comment() + "\n" + silence.scope();
            return states.contains(silence.state(now))
                    && all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * A silence as it stands.
     *
     * @param silence it
     * @param state how it stands
     * @param holds of how many incidents it holds something back now
     * @param version rises with each change, from 1
     */
    public record Shown(Silence silence, Silence.State state, long holds, long version) {}

    /**
     * Reads a page. Blocks.
     *
     * @param limit how many at most
     * @param after {@link RowPage#next} of the page before, or empty for the first
     */
    public RowPage<Shown> page(Filter filter, int limit, String after) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            boolean over = filter.states.contains(Silence.State.EXPIRED);
            try (Stream<SilenceTable.Versioned> rows = RowPage.rows(
                    tx.createQuery(PAGE)
                            .bind("after", after.isEmpty() ? FIRST : after)
                            .bind("over", over ? 0 : now.toEpochMilli()),
                    SilenceTable.versioned(json))) {
                return RowPage.of(rows, limit, row -> row.silence().id(), row -> Optional.of(row)
                        .filter(one -> filter.takes(one.silence(), now))
                        .map(one -> shown(tx, one, now)));
            }
        });
    }

    /**
     * All there are, without what they hold.
     *
     * @param silences all that are not over, and the last to end of those that are
     * @param at when they stood so
     */
    public record All(List<Silence> silences, Instant at) {}

    /** Reads all that are not over, and so many at most of those that are. Blocks. */
    public All all(int over) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            List<Silence> all = new ArrayList<>(SilenceTable.notOver(tx, json, now));
            all.addAll(tx.createQuery(OVER)
                    .bind("now", now.toEpochMilli())
                    .bind("most", over)
                    .map(SilenceTable.mapper(json))
                    .list());
            return new All(all, now);
        });
    }

    /** The one of this id, also where it is over. Blocks. */
    public Optional<Shown> find(String id) {
        return store.read(tx -> SilenceTable.find(tx, json, id, "").map(row -> shown(tx, row, store.now(tx))));
    }

    private static Shown shown(Handle tx, SilenceTable.Versioned row, Instant now) {
        Silence silence = row.silence();
        long holds = silence.isActive(now) ? holds(tx, Hold.of(silence).by()) : 0;
        return new Shown(silence, silence.state(now), holds, row.version());
    }

    /** Of how many incidents a silence or window holds something back. @param by as {@link Hold#by} has it */
    static long holds(Handle tx, String by) {
        return tx.createQuery("SELECT count(*) FROM held WHERE held_by = :by")
                .bind("by", by)
                .mapTo(Long.class)
                .one();
    }
}
