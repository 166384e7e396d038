package io.tocsin.store.sql;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/** A primary, and a replica that has every commit before it is answered. */
public final class PostgresPair implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PostgresServer primary;
    private final PostgresServer replica;

    private PostgresPair(PostgresServer primary, PostgresServer replica) {
        this.primary = primary;
        this.replica = replica;
    }

    /** Starts both, their data and logs in that folder. */
    public static PostgresPair start(Path folder) throws Exception {
        Path programs = PostgresServer.programs();
        Path first = folder.resolve("primary");
        PostgresServer.make(programs, first);
        PostgresServer primary = PostgresServer.start(programs, first);
        try {
            Path second = folder.resolve("replica");
            copy(primary, first, second);
            PostgresPair pair = new PostgresPair(primary, PostgresServer.start(programs, second));
            pair.keepInStep(folder);
            return pair;
        } catch (Exception | Error e) {
            primary.close();
            throw e;
        }
    }

    private static void copy(PostgresServer primary, Path from, Path to) throws IOException, SQLException {
        try (Connection backup = primary.connect();
                Statement statement = backup.createStatement()) {
            statement.execute("SELECT pg_backup_start('copy', true)");
            try (Stream<Path> all = Files.walk(from)) {
                for (Path file : all.toList()) {
                    if (!file.endsWith("postmaster.pid") && !file.endsWith("postmaster.opts")) {
                        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
                label.next();
                Files.writeString(to.resolve("backup_label"), label.getString(1));
            }
        }
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary.port() + " user=postgres'\n",
                StandardOpenOption.APPEND);
    }

    private void keepInStep(Path folder) throws SQLException {
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        primary.execute("SELECT pg_reload_conf()");
        await("the replica has every commit; see " + folder).atMost(LIMIT).until(() -> primary.text(
                        "SELECT max(sync_state) FROM pg_stat_replication")
                .equals("sync"));
    }

    /** Where the primary listens. */
    public int primaryPort() {
        return primary.port();
    }

    /** Kills the primary. */
    public void killPrimary() throws InterruptedException {
        primary.kill();
    }

    /** Makes the replica the primary. @return where it listens */
    public int promote() throws SQLException {
        replica.execute("SELECT pg_promote(true, 30)");
        return replica.port();
    }

    @Override
    public void close() {
        primary.close();
        replica.close();
    }
}
