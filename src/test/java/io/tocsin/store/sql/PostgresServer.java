package io.tocsin.store.sql;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server as a process of its own, on loopback, of the programs that {@code -Dtests.postgresql.programs=...} names, or of
 * Debian's package, or of the embedded one. A machine that crashes is no matter of it: it does not wait for the disk.
 */
final class PostgresServer implements AutoCloseable {

    /** Sooner than a transaction gives up a locked row, so that tests see who waits for whom. */
    static final String DEADLOCK_TIMEOUT = "200ms";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private PostgresServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The folder with {@code initdb} and {@code postgres}. */
    static Path programs() {
        String named = System.getProperty("tests.postgresql.programs", "");
        return named.isEmpty()
                ? list(Path.of("/usr/lib/postgresql")).stream()
                        .map(version -> version.resolve("bin"))
                        .filter(PostgresServer::isThere)
                        .findFirst()
                        .orElseGet(PostgresServer::embedded)
                : Path.of(named);
    }

    private static boolean isThere(Path programs) {
        return Files.isExecutable(programs.resolve("postgres")) && Files.isExecutable(programs.resolve("initdb"));
    }

    /** Unpacked by whoever starts one. */
    private static Path embedded() {
        try (EmbeddedPostgres unpacking = EmbeddedPostgres.start()) {
            return list(Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg")).stream()
                    .map(unpacked -> unpacked.resolve("bin"))
                    .filter(PostgresServer::isThere)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a server's data, with the user {@code postgres} and no passwords. */
    static void make(Path programs, Path data) {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-U", "postgres", "-A", "trust"));
        arguments.addAll(List.of("-E", "UTF8", "--locale=C", "--no-sync"));
        try {
            Process made = run(programs, data, "initdb", arguments);
            if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
                throw new IllegalStateException("initdb failed, see " + data + ".log");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it on a free port; what it says goes beside its data. */
    static PostgresServer start(Path programs, Path data) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "max_connections=300",
                "deadlock_timeout=" + DEADLOCK_TIMEOUT)) {
            arguments.addAll(List.of("-c", setting));
        }
        PostgresServer server = new PostgresServer(run(programs, data, "postgres", arguments), port);
        await("it is up; see " + data + ".log")
                .atMost(LIMIT)
                .ignoreExceptions()
                .failFast(() -> !server.process.isAlive())
                .until(() -> server.text("SELECT 1").equals("1"));
        return server;
    }

    /** It refuses to be root; in a name space without users it is nobody, who still may read what is its own. */
    private static Process run(Path programs, Path data, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Path.of(data + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, on loopback. */
    int port() {
        return port;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /** Kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and kills it after 5 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
