package io.tocsin.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was last read from files without a fault. It is read again when the files change; a broken edit leaves the last
 * good value in place, is logged once, a line for each finding, and is told by {@link #broken()} until it is mended. Safe for use by many threads:
 * the value is swapped as one, so that nobody sees neither.
 *
 * @param <T> an immutable value
 */
public final class LastGood<T> implements Followed {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    /** Reads the files. */
    @FunctionalInterface
    public interface Loader<T> {
        /** The value that the files hold. @throws InvalidFileException if one is wrong */
        T load();
    }

    /** Hears of each reading after the first. */
    @FunctionalInterface
    public interface Listener {
        /** @param findings why it was refused; empty where it was taken over */
        void reloaded(List<Finding> findings);
    }

    private final String what;
    private final FileSet files;
    private final Loader<T> loader;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile State<T> state;
    private volatile boolean again;
    private String seen;

    private record State<T>(T value, Optional<List<Finding>> broken, long taken, long refused) {}

    /**
     * Reads the files for the first time.
     *
     * @param what the name of what is read, for the log: "rules"
     * @param files the files to watch
     * @param loader reads them
     * @throws InvalidFileException if one is wrong: there is no last good value yet
     */
    public LastGood(String what, FileSet files, Loader<T> loader) {
        this(what, files, loader, loader);
    }

    /**
     * The same where an edit is looked at more closely than the files of a start, which has no last good value to fall back
     * on and should be quick.
     *
     * @param first reads them for the first time
     * @param again reads them each time after it
     */
    public LastGood(String what, FileSet files, Loader<T> first, Loader<T> again) {
        this.what = what;
        this.files = files;
        this.loader = again;
        this.seen = files.stamp();
        this.state = new State<>(first.load(), Optional.empty(), 0, 0);
    }

    @Override
    public String what() {
        return what;
    }

    /** The last good value. */
    public T current() {
        return state.value;
    }

    @Override
    public Optional<List<Finding>> broken() {
        return state.broken;
    }

    @Override
    public long taken() {
        return state.taken;
    }

    @Override
    public long refused() {
        return state.refused;
    }

    /** Adds a listener; it is called on the thread that checks. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Reads the files again if they changed since the last time. To be called at an interval, by one scheduler. */
    public synchronized void check() {
        String stamp = files.stamp();
        boolean edited = !stamp.equals(seen);
        if (!edited && !again) {
            return;
        }
        again = false;
        seen = stamp;
        State<T> before = state;
        List<Finding> findings = reload(edited);
        if (edited || !before.broken.equals(state.broken)) {
            List.copyOf(listeners).forEach(listener -> listener.reloaded(findings));
        }
    }

    /**
     * Reads the files once more at the next check, changed or not: what they are held against has changed. Where the files are
     * what they were, and as right or wrong, nothing is said of it.
     */
    public void again() {
        again = true;
    }

    private List<Finding> reload(boolean edited) {
        State<T> before = state;
        try {
            T value = loader.load();
            boolean news = edited || before.broken.isPresent();
            state = new State<>(value, Optional.empty(), before.taken + (news ? 1 : 0), before.refused);
            if (news) {
                LOG.info("{} reloaded", what);
            }
            return List.of();
        } catch (InvalidFileException invalid) {
            return edited || !before.broken.equals(Optional.of(invalid.findings()))
                    ? refuse(before, invalid.findings())
                    : invalid.findings();
        } catch (Throwable unexpected) {
            // An Error, too: whatever a file does to its reader, the last good value stays and the trouble is told.
            Finding finding = new Finding(
                    files.folders().stream().map(Path::toString).collect(Collectors.joining(", ")),
                    0,
                    unexpected.toString(),
                    what + " that can be read",
                    "take back the last edit; see the log");
            LOG.warn("{} could not be read", what, unexpected);
            return refuse(before, List.of(finding));
        }
    }

    private List<Finding> refuse(State<T> before, List<Finding> findings) {
        state = new State<>(before.value, Optional.of(new ArrayList<>(findings)), before.taken, before.refused + 1);
        // The log keeps an entry on one line, so each finding is an entry of its own.
        findings.forEach(
                finding -> LOG.error("{} are not taken over, the last good ones stay in use: {}", what, finding));
        return findings;
    }
}
