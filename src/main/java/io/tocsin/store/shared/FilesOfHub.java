package io.tocsin.store.shared;

import io.tocsin.model.version.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One kind of files as this hub has them, and how they stand to those that hubs go by. Looked at by one thread, asked by many. */
final class FilesOfHub {

    private static final Logger LOG = LoggerFactory.getLogger(FilesOfHub.class);

    final String what;
    private final Supplier<String> files;
    private final LongSupplier nanos;
    private String loaded = "";
    private volatile String said = "";
    private long loadedAt;
    private boolean wasBehind;
    private volatile Standing standing = Standing.SETTLING;
    private volatile Optional<VersionTable.Current> current = Optional.empty();

    /** @param files which version is loaded now */
    FilesOfHub(String what, Supplier<String> files, LongSupplier nanos) {
        this.what = what;
        this.files = files;
        this.nanos = nanos;
    }

    /** Which version is loaded now. */
    String version() {
        return files.get();
    }

    /** The one that hubs go by; empty until it was looked for. */
    Optional<VersionTable.Current> current() {
        return current;
    }

    /** Whether what is loaded now is what hubs go by, as far as was looked. */
    boolean isCurrent() {
        return current.filter(one -> one.version().equals(files.get())).isPresent();
    }

    /** Takes up what is loaded now. @return that, and for how long it has been */
    VersionTable.Loaded reload(SharedVersions.Hub hub) {
        String now = files.get();
        if (!now.equals(loaded)) {
            loaded = now;
            loadedAt = nanos.getAsLong();
        }
        return new VersionTable.Loaded(
                hub.owner(), hub.name(), what, loaded, Duration.ofNanos(nanos.getAsLong() - loadedAt));
    }

    /** Whether the store was told what is loaded. */
    boolean isSaid() {
        return said.equals(files.get());
    }

    /** The store was told that this version is loaded; empty where that failed. */
    void said(String version) {
        said = version;
    }

    /** How it was found to stand, which is said once. */
    void stands(Standing found, Optional<VersionTable.Current> goneBy) {
        standing = found;
        current = goneBy;
        Optional<String> trouble = behind();
        if (trouble.isPresent() && !wasBehind) {
            LOG.warn("{}", trouble.get());
        } else if (wasBehind && isCurrent()) {
            LOG.info("The {} of this hub are those of all hubs again ({}), and it decides again", what, files.get());
        }
        wasBehind = trouble.isPresent() || wasBehind && !isCurrent();
    }

    /** Why this hub decides nothing; empty where it does, and while what is new here is on its way to be what all go by. */
    Optional<String> behind() {
        return standing == Standing.BEHIND && !isCurrent() ? current.map(this::words) : Optional.empty();
    }

    private String words(VersionTable.Current others) {
        return "The " + what + " of this hub are version " + files.get() + " and hubs go by version " + others.version()
                + " (since " + others.since() + ", through " + others.by()
                + "), so it decides nothing: bring the same files here,"
                + " or have all go by these with ./hub rules use " + files.get();
    }
}
