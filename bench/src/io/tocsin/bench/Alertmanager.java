package io.tocsin.bench;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The peer: every alert its own group, no wait, three webhooks. It answers before anything is on disk; the hub after.
 *
 * @param program where it is installed
 */
record Alertmanager(Path program) implements SystemUnderTest {
    private static final String CONFIGURATION = """
            route:
              receiver: three
              group_by: ['...']
              group_wait: 0s
              group_interval: 5m
              repeat_interval: 4h
            receivers:
              - name: three
                webhook_configs:
                  - { url: 'http://127.0.0.1:%1$d/hook/1', send_resolved: false }
                  - { url: 'http://127.0.0.1:%1$d/hook/2', send_resolved: false }
                  - { url: 'http://127.0.0.1:%1$d/hook/3', send_resolved: false }
            """;

    /** The official one or Debian's, on the PATH or where {@code .ci/run} unpacks Debian's. */
    static Optional<SystemUnderTest> installed() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                                .map(Path::of),
                        Stream.of(cache.resolve("tocsin-ci/debian/usr/bin")))
                .flatMap(folder -> Stream.of(folder.resolve("alertmanager"), folder.resolve("prometheus-alertmanager")))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .<SystemUnderTest>map(Alertmanager::new)
                .findFirst();
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public int receivers() {
        return 3;
    }

    @Override
    public Child start(Path work, int sinkPort) throws IOException, InterruptedException {
        Path configuration = Files.writeString(work.resolve("alertmanager.yml"), CONFIGURATION.formatted(sinkPort));
        int port = Children.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + work.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=",
                "--log.level=error");
        return Children.start(builder, work.resolve("alertmanager.log"), port, output -> answers(port));
    }

    private static boolean answers(int port) {
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setReadTimeout(1_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String path() {
        return "/api/v2/alerts";
    }

    @Override
    public Map<String, String> headers(Path work) {
        return Map.of();
    }

    @Override
    public String event(int sequence) {
        return Events.forAlertmanager(sequence);
    }

    @Override
    public boolean alwaysArray() {
        return true;
    }
}
