package io.tocsin.store.shared;

import io.tocsin.model.version.Standing;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what this hub has loaded of the files that decide is what all hubs on the store go by. While it is not, it decides nothing:
 * what waits is left for another hub, or until the files here are those of the others.
 *
 * <p>A hub that has its store to itself goes by what it has, and only tells the store which versions that were.
 */
public final class SharedVersions {

    /** What the rules' files are called, with the recipients, where versions are told. */
    public static final String RULES = "rules";

    /** The same of the mappings': they say what a payload means. */
    public static final String MAPPINGS = "mappings";

    /** How often is looked where nobody says that something changed: a hub that died says nothing. */
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SharedVersions.class);

    /**
     * This hub among those of its store.
     *
     * @param owner of its claims
     * @param name how it calls itself
     * @param isShared whether others may have the store open, too
     * @param living the owners of all hubs that live, as a transaction sees them
     */
    public record Hub(String owner, String name, boolean isShared, Function<Handle, List<String>> living) {}

    private final Store store;
    private final Hub hub;
    private final LongSupplier nanos;
    private final VersionTable table;
    private final List<FilesOfHub> all;
    private volatile boolean changed = true;
    private volatile boolean forgotten;
    private long lookedAt;

    /**
     * @param store where versions stand
     * @param hub this hub
     * @param files the version of each kind of files that this hub has loaded now
     * @param nanos monotonic time
     */
    public SharedVersions(Store store, Hub hub, Map<String, Supplier<String>> files, LongSupplier nanos) {
        this.store = store;
        this.hub = hub;
        this.nanos = nanos;
        this.table = new VersionTable(hub.living);
        this.all = files.entrySet().stream()
                .map(kind -> new FilesOfHub(kind.getKey(), kind.getValue(), nanos))
                .toList();
    }

    /** Whether this hub may decide: it has loaded what hubs go by. Reads memory only. */
    public boolean mayDecide() {
        return !hub.isShared || all.stream().allMatch(FilesOfHub::isCurrent);
    }

    /** Looks anew at the next look: another hub changed something. */
    public void changed() {
        changed = true;
    }

    /** Others took this hub for gone, and with it what it had said: it is told anew at the next look. */
    public void forgotten() {
        forgotten = true;
    }

    /**
     * Tells the store what this hub has loaded, where that is new, and finds out how it stands. Blocks where hubs share the store;
     * does not throw.
     */
    public synchronized void look() {
        if (!hub.isShared) {
            all.stream().filter(files -> !files.isSaid()).forEach(this::tell);
            return;
        }
        if (forgotten) {
            forgotten = false;
            all.forEach(files -> files.said(""));
        }
        boolean quiet = !changed
                && mayDecide()
                && all.stream().allMatch(FilesOfHub::isSaid)
                && nanos.getAsLong() - lookedAt < NOW_AND_THEN.toNanos();
        if (!quiet) {
            try {
                changed = false;
                tellNews();
                lookedAt = nanos.getAsLong();
            } catch (RuntimeException e) {
                changed = true;
                if (!store.isAway(e)) { // else the log says why
                    LOG.warn("could not find out which rules hubs go by; the next look is in a moment", e);
                }
            }
        }
    }

    /** Nobody waits for it, since nothing depends on it. */
    private void tell(FilesOfHub files) {
        VersionTable.Loaded loaded = files.reload(hub);
        files.said(loaded.version());
        store.submit(table.saying, loaded).whenComplete((done, failure) -> {
            if (failure != null) {
                files.said(""); // at the next look
            }
        });
    }

    /** What is new here, or becomes current now, is told; how all stands then takes one read. */
    private void tellNews() {
        all.stream().filter(files -> !files.isSaid()).forEach(this::tellAndWait);
        if (stand().containsValue(Standing.BECOMES_CURRENT)) {
            all.forEach(this::tellAndWait);
            stand();
        }
    }

    private void tellAndWait(FilesOfHub files) {
        VersionTable.Loaded loaded = files.reload(hub);
        store.submit(table.saying, loaded).join();
        files.said(loaded.version());
    }

    private Map<FilesOfHub, Standing> stand() {
        return store.read(tx -> {
            Map<FilesOfHub, Standing> standings = new LinkedHashMap<>();
            for (FilesOfHub files : all) {
                Standing standing = table.standing(tx, files.reload(hub));
                files.stands(standing, VersionTable.current(tx, files.what));
                standings.put(files, standing);
            }
            return standings;
        });
    }

    /** Why this hub decides nothing, a line for each kind of files; nothing where it decides. */
    public List<String> behind() {
        return all.stream().flatMap(files -> files.behind().stream()).toList();
    }

    /** For each kind of files whether it is what keeps this hub from deciding. */
    public Map<String, Boolean> isBehind() {
        return all.stream().collect(Collectors.toMap(files -> files.what, files -> files.behind()
                .isPresent()));
    }

    /** The versions that this hub has loaded, by kind. */
    public Map<String, String> loaded() {
        Map<String, String> loaded = new LinkedHashMap<>();
        all.forEach(files -> loaded.put(files.what, files.version()));
        return loaded;
    }

    /** All versions that were ever current, those first that were so last. Blocks. */
    public List<KnownVersion> list() {
        return store.read(table::all);
    }

    /**
     * Has all hubs go by a version. Blocks until that is on disk; the others know within a second or two.
     *
     * @param version of any kind of files
     * @param actor who says so, for the audit
     */
    public UseOutcome use(String version, String actor) {
        UseOutcome outcome =
                store.submit(table.using, new VersionTable.Use(version, actor)).join();
        changed();
        return outcome;
    }
}
