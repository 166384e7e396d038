package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The hub as a process of its own, of this build's classes, so that it can be killed and started again. */
final class HubProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final long STOP_LIMIT_SECONDS = 40;

    private final Path work;
    private final Map<String, String> environment;
    private final int port;
    private String heap = "512m";
    private Process process;
    private int starts;

    /**
     * A hub that does not run yet.
     *
     * @param work an empty folder: its data and its output go there
     * @param routes folders of routes beside the shipped ones
     * @param environment what those routes ask for; its {@code HUB_ROUTES} counts instead of both
     */
    HubProcess(Path work, Path routes, Map<String, String> environment) throws IOException {
        this.work = work;
        this.environment = new HashMap<>(environment);
        this.port = freePort();
        this.environment.put("HUB_HOST", "127.0.0.1");
        this.environment.put("HUB_PORT", Integer.toString(port));
        this.environment.put("HUB_GUARD_ALLOW", "127.0.0.0/8");
        this.environment.put("HUB_DATA", data().toString());
        this.environment.putIfAbsent("HUB_ROUTES", Path.of("routes").toAbsolutePath() + "," + routes.toAbsolutePath());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** With another heap than 512m from the next start on. */
    HubProcess heap(String most) {
        heap = most;
        return this;
    }

    /** Starts it and waits until it says that it is ready, at most 60 s. */
    void start() throws IOException {
        Path output = work.resolve("hub-" + ++starts + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        await("the hub is ready; see " + output)
                .atMost(READY_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the hub ended, see " + output, () -> !process.isAlive())
                .until(() -> Files.readAllLines(output).stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("ready") && line.contains("http://")));
    }

    private List<String> command() {
        // Surefire hides the real class path behind a manifest, and names it here.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError", // as ./hub run
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // a short life is mostly its start
                "-Dhub.home=" + Path.of("").toAbsolutePath(),
                "-cp",
                classPath,
                "io.tocsin.app.cli.Main",
                "run");
    }

    /** Lets it run so long; false where it ended by itself before. */
    boolean runsFor(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Kill -9: no shutdown hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal, {@code STOP} say. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /**
     * SIGTERM: waits until it ended by itself, and says how long that took.
     *
     * @throws AssertionError with its threads, if it still runs after the limit
     */
    Duration stop(Duration limit) throws IOException, InterruptedException {
        long began = System.nanoTime();
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the hub still runs " + limit.toSeconds() + " s after SIGTERM:\n" + threads());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What it has said since its last start, its log and its output together. */
    List<String> said() throws IOException {
        return Files.readAllLines(work.resolve("hub-" + starts + ".log"));
    }

    /** What tells why it does not do what it should: the end of what it said, and its threads. */
    String state() {
        try {
            List<String> said = said();
            return String.join("\n", said.subList(Math.max(0, said.size() - 30), said.size())) + "\n" + threads();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private String threads() throws IOException, InterruptedException {
        Path dump = work.resolve("threads.txt");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start()
                .waitFor(20, TimeUnit.SECONDS);
        return Files.readString(dump);
    }

    /** Every attempt that failed, with the receiver's answer: why something was sent again. */
    List<String> failedAttempts() throws SQLException {
        return texts("SELECT d.receiver || ' ' || a.failure_class || ' after '"
                + " || (a.ended_at - a.started_at) || ' ms: ' || a.answer"
                + " FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE a.outcome <> 'delivered'");
    }

    /** What was in hand when a hub was killed, and says so, however often it was told: {@code <receiver> <fingerprint>}. */
    Set<String> wereInHand() throws SQLException {
        return new HashSet<>(texts("""
                SELECT d.receiver || ' ' || a.fingerprint FROM delivery d JOIN incident i ON i.id = d.incident_id
                JOIN alert a ON a.id = i.alert_id WHERE d.possible_duplicate = 1
                """));
    }

    /** One column of its store. */
    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        String url = environment.getOrDefault("HUB_STORE", "jdbc:sqlite:" + data().resolve("hub.db"));
        try (Connection store = DriverManager.getConnection(url, environment.get("HUB_STORE_USER"), "");
                Statement query = store.createStatement();
                ResultSet rows = query.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    int port() {
        return port;
    }

    /** The token that the first start generated. */
    String token() throws IOException {
        return Files.readString(data().resolve("admin-token")).strip();
    }

    private Path data() {
        return work.resolve("data");
    }

    /** Asks it to end, and kills it after 40 s. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
