package io.tocsin.app.cli;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.app.hub.Environment;
import io.tocsin.files.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A moment of a hub's life, so that the JVM can write down which classes it needs (the start caches of the launcher), with the
 * routes that came with it and none of yours. {@code run}: a hub takes events through every stage to a receiver of its own on
 * loopback. {@code commands}: a check, and events sent to that receiver. Nothing of it stays, and nobody is notified.
 *
 * <p>Two, because what is in a cache is in memory, too, and a hub that runs needs nothing of a check.
 */
public final class Rehearsal {
    private static final String A_ROUTE = "/shipped/routes/pipeline/decide.camel.yaml";
    private static final int EVENTS = 3;
    private static final String EVENT =
            "{\"title\":\"Rehearsal %d\",\"severity\":\"high\",\"labels\":{\"rehearsal\":\"yes\"}}";
    private static final byte[] ANSWER =
            "{\"id\":\"evt_rehearsal\",\"status\":\"accepted\"}".getBytes(StandardCharsets.UTF_8);
    private static final long LIMIT_SECONDS = 60;
    private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");

    private final Path home;
    private final CountDownLatch delivered = new CountDownLatch(EVENTS);

    private Rehearsal(Path home) {
        this.home = home;
    }

    /**
     * Rehearses; the exit code is 1 where that did not go as it should.
     *
     * @param arguments {@code run} or {@code commands}
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Files.createTempDirectory("tocsin-rehearsal-");
        boolean well;
        try {
            well = new Rehearsal(home).take(arguments[0].equals("run"));
        } finally {
            Folders.remove(home);
        }
        System.exit(well ? 0 : 1);
    }

    private boolean take(boolean run) throws IOException, URISyntaxException, InterruptedException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
            delivered.countDown();
        });
        receiver.start();
        try {
            copyRoutes();
            int port = receiver.getAddress().getPort();
            addReceiver(port);
            return run ? runs() : commands("http://127.0.0.1:" + port);
        } finally {
            receiver.stop(0);
        }
    }

    private boolean runs() throws IOException, InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Thread hub = new Thread(
                () -> {
                    Main.runLine(surroundings())
                            .setOut(new PrintWriter(new Lines(told), true))
                            .execute("run");
                    told.add(""); // ended, whatever it had said
                },
                "rehearsal");
        hub.start();
        try {
            Matcher ready = READY.matcher(Optional.ofNullable(told.poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .orElse(""));
            return ready.find() && post(ready.group(1)) && delivered.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            hub.interrupt(); // which is how a run ends that is not ended by a signal
            hub.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        }
    }

    /** Not by the command, whose classes the hub does without. */
    private boolean post(String address) throws IOException {
        boolean accepted = true;
        for (int number = 0; number < EVENTS; number++) {
            HttpURLConnection post = (HttpURLConnection)
                    URI.create(address + "/v1/events/rehearsal").toURL().openConnection();
            post.setRequestProperty(
                    "Authorization",
                    "Bearer "
                            + Files.readString(home.resolve("data/admin-token")).strip());
            post.setRequestProperty("Content-Type", "application/json");
            post.setDoOutput(true);
            post.getOutputStream().write(EVENT.formatted(number).getBytes(StandardCharsets.UTF_8));
            accepted &= post.getResponseCode() / 100 == 2;
        }
        return accepted;
    }

    private boolean commands(String address) throws IOException {
        String event = Files.writeString(home.resolve("event.json"), EVENT.formatted(0))
                .toString();
        return command().execute("check") == 0 && command().execute("send", "--server", address, event) == 0;
    }

    private CommandLine command() {
        return Main.commandLine(surroundings()).setOut(new PrintWriter(Writer.nullWriter()));
    }

    private Main.Surroundings surroundings() {
        Environment environment =
                Environment.of(Map.of("HUB_PORT", "0", "HUB_GUARD_ALLOW", "127.0.0.0/8", "HUB_TOKEN", "any"));
        return new Main.Surroundings(home, environment, InputStream.nullInputStream());
    }

    private void copyRoutes() throws IOException, URISyntaxException {
        URI shipped = Rehearsal.class.getResource(A_ROUTE).toURI();
        if (!shipped.getScheme().equals("jar")) {
            copy(Path.of(shipped).getParent().getParent());
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(shipped, Map.of())) {
            copy(jar.getPath(A_ROUTE).getParent().getParent());
        }
    }

    private void copy(Path from) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path to = home.resolve("routes").resolve(from.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
    }

    private void addReceiver(int port) throws IOException {
        Path receivers = Files.createDirectories(home.resolve("routes/receivers"));
        Path rules = Files.createDirectories(home.resolve("routes/rules"));
        Files.writeString(receivers.resolve("rehearsal.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: webhook
                    routeId: rehearsal
                    prefixId: rehearsal-
                    parameters:
                      - { name: receiver, value: rehearsal }
                      - { name: url, value: "http://127.0.0.1:%d/" }
                """.formatted(port));
        Files.writeString(rules.resolve("rehearsal.yaml"), """
                rules:
                  - name: rehearsal
                    description: The events of the rehearsal go to its own receiver
                    when: { labels: { rehearsal: [ "yes" ] } }
                    notify: [ rehearsal ]
                """);
    }

    /** Hands on what is written as it is flushed. */
    private static final class Lines extends Writer {
        private final BlockingQueue<String> told;
        private final StringBuilder open = new StringBuilder();

        Lines(BlockingQueue<String> told) {
            this.told = told;
        }

        @Override
        public void write(char[] characters, int from, int length) {
            open.append(characters, from, length);
        }

        @Override
        public void flush() {
            if (!open.isEmpty()) {
                told.add(open.toString());
                open.setLength(0);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
