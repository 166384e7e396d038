package io.tocsin.app.hub;

import io.tocsin.files.Folders;
import io.tocsin.store.copy.CopiedTable;
import io.tocsin.store.copy.StoreCopy;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.PostgresDialect;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves a stopped hub's store: from a data folder to a PostgreSQL database, or back. */
public final class StoreMove {

    private final HubSettings settings;

    /** @param settings say who the hub is in a PostgreSQL database */
    public StoreMove(HubSettings settings) {
        this.settings = settings;
    }

    /**
     * Copies all of a store into an empty one, and holds both against hubs meanwhile. The source stays as it is, brought up to this
     * version's schema.
     *
     * @param from a data folder, or a URL as of {@code hub.store}
     * @param to the other one
     * @param progress is told how far it is; what it throws ends it, and the target is as empty as before
     * @return every table
     * @throws CannotStartException if one of them cannot be opened, or a hub is running on it
     * @throws io.tocsin.store.copy.CannotCopyException if the target is not empty, or the copy differs
     */
    public List<CopiedTable> run(String from, String to, Consumer<String> progress) {
        Place source = place(from);
        Place target = place(to);
        if (source.equals(target)) {
            throw new CannotStartException("--from and --to are the same store: " + from);
        }
        if (!source.isUrl() && !Files.exists(source.file())) {
            throw new CannotStartException("There is no store in " + source.text()
                    + ": expected hub.db there, as in the folder that hub.data names");
        }
        try (Held holding = hold(source);
                Held taking = hold(target)) {
            return copied(holding.dialect(), taking.dialect(), progress);
        }
    }

    private static List<CopiedTable> copied(Dialect source, Dialect target, Consumer<String> progress) {
        try (Connection reading = source.schema().getConnection();
                Connection writing = target.schema().getConnection()) {
            keepHubsOut(source, reading);
            keepHubsOut(target, writing);
            List<CopiedTable> tables = new StoreCopy(reading, writing, fresh(), progress).run();
            writing.setAutoCommit(true);
            try (Statement after = writing.createStatement()) {
                after.execute("UPDATE hub SET seen_at = 0"); // those that ran on the old store are gone from this one
                if (target.isRemote()) {
                    after.execute("ANALYZE"); // it knows nothing yet of what came at once
                }
            }
            return tables;
        } catch (SQLException | IOException e) {
            throw new CannotStartException("The store cannot be copied: " + e.getMessage(), e);
        }
    }

    /** A hub that starts has to write its row first. */
    private static void keepHubsOut(Dialect dialect, Connection store) throws SQLException {
        if (dialect.isRemote()) {
            store.setAutoCommit(false);
            try (Statement lock = store.createStatement()) {
                lock.execute("LOCK TABLE hub IN SHARE ROW EXCLUSIVE MODE");
            }
        }
    }

    /** What a store holds that was just made. */
    private static Map<String, String> fresh() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("tocsin-store-");
        try {
            Dialect dialect = new SqliteDialect(folder.resolve("hub.db"));
            Store.open(dialect, InstantSource.system()).close();
            try (Connection store = dialect.schema().getConnection()) {
                return StoreCopy.sums(store);
            }
        } finally {
            Folders.remove(folder);
        }
    }

    /** A store that no hub can have as long as this is open. */
    private record Held(Dialect dialect, Store store, Optional<DataFolder> folder) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
            folder.ifPresent(DataFolder::close);
        }
    }

    private static Held hold(Place place) {
        Optional<DataFolder> folder = place.isUrl() ? Optional.empty() : Optional.of(DataFolder.take(place.folder()));
        try {
            Store store = Store.open(place.dialect(), InstantSource.system());
            List<String> running = place.isUrl() ? Membership.running(store) : List.of();
            if (!running.isEmpty()) {
                store.close();
                throw new CannotStartException(
                        "The hub " + String.join(", ", running) + " is running on the store " + place.text()
                                + ": stop it. One that was killed counts for " + Membership.GONE.toSeconds() + " s");
            }
            return new Held(place.dialect(), store, folder);
        } catch (RuntimeException e) {
            folder.ifPresent(DataFolder::close);
            throw StartFailure.ofStore(place.dialect(), e);
        }
    }

    /** @param folder empty path for a URL */
    private record Place(String text, boolean isUrl, Path folder, Dialect dialect) {
        Path file() {
            return folder.resolve("hub.db");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Place place
                    && isUrl == place.isUrl
                    && (isUrl ? text.equals(place.text) : folder.equals(place.folder));
        }

        @Override
        public int hashCode() {
            return folder.hashCode();
        }
    }

    private Place place(String text) {
        if (text.startsWith("jdbc:")) {
            StoreChoice.fault(text).ifPresent(expected -> {
                throw new CannotStartException(text + " is no store; expected " + expected);
            });
            Dialect database = PostgresDialect.alone(
                    text,
                    StoreChoice.value(settings, Setting.STORE_USER),
                    StoreChoice.value(settings, Setting.STORE_PASSWORD));
            return new Place(text, true, Path.of(""), database);
        }
        Path named = Path.of(text).toAbsolutePath().normalize();
        Path folder = named.endsWith("hub.db") ? named.getParent() : named;
        return new Place(text, false, folder, new SqliteDialect(folder.resolve("hub.db")));
    }
}
