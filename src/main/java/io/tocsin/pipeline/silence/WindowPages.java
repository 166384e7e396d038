package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Occasion;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Window;
import io.tocsin.store.sql.RowPage;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Maintenance windows for readers: those of the files in their order, then those that people made, the last made first. */
public final class WindowPages {

    private static final String PAGE = """
            SELECT * FROM maintenance_window WHERE id < :after AND (over_at IS NULL OR over_at > :over)
            ORDER BY id DESC LIMIT :most
            """;

    /** Behind every id. */
    private static final String FIRST = "win_zzzzzzzzzzzzzzzzzzzzzzzzzz";

    private final Store store;
    private final ObjectMapper json;
    private final Supplier<FileWindows> files;

    /**
     * What rules files say of windows.
     *
     * @param windows in their order
     * @param places where each is written, by its name: file and line
     */
    public record FileWindows(List<Window> windows, Map<String, String> places) {}

    /**
     * @param store where those are that people made
     * @param json reads what the store keeps as JSON
     * @param files those that files say now
     */
    public WindowPages(Store store, ObjectMapper json, Supplier<FileWindows> files) {
        this.store = store;
        this.json = json;
        this.files = files;
    }

    /**
     * Which windows.
     *
     * @param states how they stand, at least one
     * @param text what name, author, comment or alerts contain, in any case; empty for anything
     */
    public record Filter(Set<PlannedWindow.State> states, String text) {

        public Filter {
            states = Set.copyOf(states);
        }

        boolean takes(Shown window) {
            String all = window.id + "\n" + window.author + "\n" + window.comment + "\n" + window.scope;
            return states.contains(window.state)
                    && all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * A window as it stands.
     *
     * @param id the hub's id, or the name in its file
     * @param place file and line; empty of one that somebody made
     * @param scope which alerts
     * @param times when it goes on
     * @param targets whom its beginnings and ends are told
     * @param state how it stands
     * @param occasion the one that goes on, else the next; empty where it is over
     * @param author who made it; empty of a file's
     * @param comment why
     * @param madeAt when; empty of a file's
     * @param overAt when it was ended, or is over for good
     * @param holds of how many incidents it holds something back now
     */
    public record Shown(
            String id,
            Optional<String> place,
            Scope scope,
            Recurrence times,
            List<Target> targets,
            PlannedWindow.State state,
            Optional<Occasion> occasion,
            String author,
            String comment,
            Optional<Instant> madeAt,
            Optional<Instant> overAt,
            long holds) {}

    /**
     * Reads a page; those of files stand in the first, whatever the limit. Blocks.
     *
     * @param limit how many at most of those that people made
     * @param after {@link RowPage#next} of the page before, or empty for the first
     */
    public RowPage<Shown> page(Filter filter, int limit, String after) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            boolean over = filter.states.contains(PlannedWindow.State.OVER);
            try (Stream<PlannedWindow> rows = RowPage.rows(
                    tx.createQuery(PAGE)
                            .bind("after", after.isEmpty() ? FIRST : after)
                            .bind("over", over ? 0 : now.toEpochMilli()),
                    WindowTable.mapper(json))) {
                RowPage<Shown> made =
                        RowPage.of(rows, limit, PlannedWindow::id, window -> Optional.of(shown(tx, window, now))
                                .filter(filter::takes));
                return after.isEmpty() ? behind(ofFiles(tx, any -> true, now).filter(filter::takes), made) : made;
            }
        });
    }

    private static RowPage<Shown> behind(Stream<Shown> ofFiles, RowPage<Shown> made) {
        return new RowPage<>(Stream.concat(ofFiles, made.found().stream()).toList(), made.next());
    }

    /** The one of this id, or of this name in a file. Blocks. */
    public Optional<Shown> find(String id) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            return ofFiles(tx, window -> window.name().equals(id), now)
                    .findFirst()
                    .or(() -> WindowTable.find(tx, json, id, "").map(window -> shown(tx, window, now)));
        });
    }

    private Stream<Shown> ofFiles(Handle tx, Predicate<Window> asked, Instant now) {
        FileWindows said = files.get();
        return said.windows.stream()
                .filter(asked)
                .map(window -> new Shown(
                        window.name(),
                        Optional.of(said.places.getOrDefault(window.name(), "a rules file")),
                        Scope.of(window.when()),
                        window.times(),
                        window.targets(),
                        PlannedWindow.state(window.times(), Optional.empty(), now),
                        occasion(window.times(), now),
                        "",
                        window.description(),
                        Optional.empty(),
                        Optional.empty(),
                        SilencePages.holds(tx, Hold.of(window, now).by())));
    }

    private Shown shown(Handle tx, PlannedWindow window, Instant now) {
        PlannedWindow.State state = window.state(now);
        return new Shown(
                window.id(),
                Optional.empty(),
                window.scope(),
                window.times(),
                window.targets(),
                state,
                state == PlannedWindow.State.OVER ? Optional.empty() : occasion(window.times(), now),
                window.author(),
                window.comment(),
                Optional.of(window.madeAt()),
                window.overAt(),
                state == PlannedWindow.State.ACTIVE ? SilencePages.holds(tx, window.by()) : 0);
    }

    private static Optional<Occasion> occasion(Recurrence times, Instant now) {
        return times.at(now).or(() -> times.next(now));
    }
}
