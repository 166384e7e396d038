package io.tocsin.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Which database a test's store is: SQLite, or with {@code -Dtests.store=postgresql} a real PostgreSQL that is started once for
 * the JVM. A file's path is one store, so that a test can open it again.
 */
public final class TestStores {

    private static final boolean POSTGRESQL = "postgresql".equals(System.getProperty("tests.store"));

    private TestStores() {}

    /**
     * A store that tests may open twice, as two hubs would.
     *
     * @param file where the store would be as a SQLite file
     */
    public static Dialect at(Path file) {
        if (POSTGRESQL) {
            return new PostgresDialect(url(file), "postgres", "", "", false, false);
        }
        MigratedStore.copyTo(file);
        return new SqliteDialect(file);
    }

    /** A PostgreSQL store that several hubs have at the same time, by their own clocks, whatever database other tests have. */
    public static Dialect shared(Path file, String hub) {
        return shared(file, hub, false, Duration.ofSeconds(1));
    }

    /** The same by the server's clock, as an operator has it. */
    public static Dialect sharedByTheServersClock(Path file, String hub) {
        return shared(file, hub, true, Duration.ofSeconds(1));
    }

    /**
     * The same.
     *
     * @param serversTime whether the server's clock counts
     * @param name how long a start waits for a connection that has the hub's name
     */
    public static Dialect shared(Path file, String hub, boolean serversTime, Duration name) {
        PostgresTimes usual = PostgresTimes.USUAL;
        PostgresTimes times = new PostgresTimes(
                usual.connect(),
                usual.login(),
                usual.look(),
                usual.lock(),
                usual.statement(),
                usual.answer(),
                name,
                usual.patience());
        return new PostgresDialect(url(file), "postgres", "", hub, false, serversTime, times);
    }

    /** A network to the JVM's PostgreSQL server. */
    public static TcpProxy network() {
        return TcpProxy.to(Server.port());
    }

    /**
     * The store of a hub alone on the JVM's PostgreSQL server, at the other end of that network.
     *
     * @param quick whether it waits for the server a few seconds at most, and not as long as any hub
     */
    public static Dialect beyond(TcpProxy network, Path file, boolean quick) {
        return beyond(url(file).replace(":" + Server.port() + "/", ":" + network.port() + "/"), quick);
    }

    /** The same of a server of a test's own. */
    public static Dialect beyond(TcpProxy network) {
        return beyond("jdbc:postgresql://localhost:" + network.port() + "/postgres", false);
    }

    private static Dialect beyond(String url, boolean quick) {
        PostgresTimes usual = PostgresTimes.USUAL;
        PostgresTimes times = quick
                ? new PostgresTimes(
                        usual.connect(),
                        Duration.ofSeconds(1),
                        usual.look(),
                        usual.lock(),
                        usual.statement(),
                        Duration.ofSeconds(2),
                        usual.name(),
                        new Patience(usual.patience().answer(), Duration.ofSeconds(4)))
                : usual;
        return new PostgresDialect(url, "postgres", "", "hub", true, true, times);
    }

    /** Whether tests run on PostgreSQL; what is about SQLite's file alone has nothing to say there. */
    public static boolean onPostgresql() {
        return POSTGRESQL;
    }

    /** What a database says that can't be read or written just now: the store is away, and no change is at fault. */
    public static SQLException away(String when) {
        return POSTGRESQL
                ? new SQLException("connection lost " + when, "08006")
                : new SQLiteException("disk I/O error " + when, SQLiteErrorCode.SQLITE_IOERR);
    }

    /** What it says where there is no room. */
    public static SQLException full() {
        return POSTGRESQL
                ? new SQLException("could not extend file: No space left on device", "53100")
                : new SQLiteException("database or disk is full", SQLiteErrorCode.SQLITE_FULL);
    }

    /** Of a database of its own on the JVM's server, which is made if it is not there. */
    public static String url(Path file) {
        String database =
                "t_" + Integer.toHexString(file.toAbsolutePath().toString().hashCode());
        MigratedDatabases.make(database, Server::connect, TestStores::url);
        return url(database);
    }

    private static String url(String database) {
        return "jdbc:postgresql://localhost:" + Server.port() + "/" + database + "?currentSchema=public";
    }

    /** How often transactions on the JVM's server waited for each other, as far as their connections are closed. */
    public static long deadlocks() {
        try (Connection admin = Server.connect();
                Statement ask = admin.createStatement();
                ResultSet row = ask.executeQuery("SELECT sum(deadlocks) FROM pg_stat_database")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection to a store as somebody has who is no hub. */
    public static Connection psql(Path file) {
        try {
            return DriverManager.getConnection(url(file), "postgres", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {

        /** The embedded one, or one of the programs that a property names. */
        private static final Optional<PostgresServer> NAMED =
                System.getProperty("tests.postgresql.programs", "").isEmpty() ? Optional.empty() : Optional.of(named());

        private static final Optional<EmbeddedPostgres> EMBEDDED =
                NAMED.isPresent() ? Optional.empty() : Optional.of(embedded());

        private static PostgresServer named() {
            try {
                Path data = Files.createTempDirectory("tocsin-postgres-").resolve("data");
                PostgresServer.make(PostgresServer.programs(), data);
                PostgresServer server = PostgresServer.start(PostgresServer.programs(), data);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                System.out.println("The store is on " + server.text("SELECT version()"));
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** It answers when a commit is in its log, as a real one; what a cut of power would take is no matter here. */
        private static EmbeddedPostgres embedded() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "off") // a commit goes the same way, and waits for no disk
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("deadlock_timeout", PostgresServer.DEADLOCK_TIMEOUT)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static int port() {
            return NAMED.map(PostgresServer::port)
                    .orElseGet(() -> EMBEDDED.orElseThrow().getPort());
        }

        static Connection connect() throws SQLException {
            return NAMED.isPresent()
                    ? NAMED.get().connect()
                    : EMBEDDED.orElseThrow().getPostgresDatabase().getConnection();
        }
    }
}
