package io.tocsin.app.hub;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files of a hub in a test's temporary folder: {@code routes/}, a copy of the project's own, {@code data/}, and
 * settings. Changes to {@code routes/rules} and {@code routes/sources} reach a running hub within a second.
 *
 * <pre>{@code
 * try (Sink sink = Sink.start();
 *         TestHub hub = HubFiles.in(folder)
 *                 .rules("rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]")
 *                 .webhook("hook", sink.url(), Map.of())
 *                 .start()) {
 *     hub.send("ci", "{\"title\": \"it burns\"}");
 *     sink.await(1);
 * }
 * }</pre>
 */
public final class HubFiles {

    private final Path folder;
    private final Map<Setting, String> settings = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private InstantSource clock = InstantSource.system();
    private Function<Path, Dialect> stores =
            file -> settings.containsKey(Setting.STORE) ? StoreChoice.of(settings(), file) : TestStores.at(file);
    private Supplier<ClockWatch> watch = () -> new ClockWatch(clock, System::nanoTime, Duration.ofSeconds(1));

    private HubFiles(Path folder) {
        this.folder = folder;
        settings.put(Setting.PORT, "0");
        settings.put(Setting.DATA, folder.resolve("data").toString());
        settings.put(Setting.ROUTES, routes().toString());
        settings.put(Setting.GUARD_ALLOW, "127.0.0.0/8");
        settings.put(Setting.INTERVAL, "100ms");
        settings.put(Setting.RELOAD, "50ms");
    }

    /** Copies the project's route files into the folder, which is the test's own. */
    public static HubFiles in(Path folder) {
        HubFiles files = new HubFiles(folder);
        Path ours = Path.of("routes");
        try (Stream<Path> all = Files.walk(ours)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.write(ours.relativize(file).toString(), TestHub.read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Writes a file under {@code routes/}. */
    public HubFiles write(String path, String text) {
        Path file = routes().resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes the one rules file; the tests of the shipped rules go with those. */
    public HubFiles rules(String yaml) {
        try {
            Files.deleteIfExists(routes().resolve("rules/tests/default.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write("rules/default.yaml", yaml);
    }

    /** A rule that notifies one receiver of every alert, its end too. */
    public HubFiles everythingTo(Sink sink) {
        return rules("rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of());
    }

    /** Adds a receiver of the {@code webhook} channel. */
    public HubFiles webhook(String name, String url, Map<String, ?> parameters) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("url", url));
        all.putAll(parameters);
        return receiver("webhook", name, all);
    }

    /** Adds a receiver of any channel. */
    public HubFiles receiver(String channel, String name, Map<String, ?> parameters) {
        StringBuilder yaml = new StringBuilder("""
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: %s
                    prefixId: %2$s-
                    parameters:
                      - name: receiver
                        value: %2$s
                """.formatted(channel, name));
        parameters.forEach((key, value) ->
                yaml.append("      - name: ").append(key).append("\n        value: \"" + value + "\"\n"));
        return write("receivers/" + name + ".camel.yaml", yaml.toString());
    }

    /** Changes a setting. */
    public HubFiles with(Setting setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Adds a property of the user's own. */
    public HubFiles property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Gives the hub a clock of the test's own: where it moves, time passes in which the hub does what it always does. */
    public HubFiles clock(InstantSource clock) {
        AtomicReference<Instant> seen = new AtomicReference<>(clock.instant());
        this.clock = clock;
        this.watch = () -> new ClockWatch(
                () -> seen.updateAndGet(old -> clock.instant()),
                () -> TimeUnit.MILLISECONDS.toNanos(seen.get().toEpochMilli()),
                Duration.ofDays(10_000));
        return this;
    }

    /**
     * Gives the hub a clock that may be set.
     *
     * @param clock the hub's
     * @param nanos monotonic time
     * @param interval a look at both that comes later than this is late
     */
    HubFiles clock(InstantSource clock, LongSupplier nanos, Duration interval) {
        this.clock = clock;
        this.watch = () -> new ClockWatch(clock, nanos, interval);
        return this;
    }

    /** Gives the hub another database than SQLite as it is: {@link io.tocsin.store.FaultyDialect}. */
    public HubFiles store(Function<Path, Dialect> made) {
        stores = made;
        return this;
    }

    /** Where the route files are. */
    public Path routes() {
        return folder.resolve("routes");
    }

    /** Where the store is. */
    public Path data() {
        return Path.of(settings.get(Setting.DATA));
    }

    /** The first admin token, once the hub has started for the first time. */
    public String token() {
        return TestHub.read(data().resolve("admin-token")).strip();
    }

    /** The settings as they would be read from a file. */
    public HubSettings settings() {
        HubSettings read = HubSettings.read(folder.resolve("none.properties"), name -> Optional.empty());
        for (Map.Entry<Setting, String> setting : settings.entrySet()) {
            read = read.with(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            read = read.withProperty(property.getKey(), property.getValue());
        }
        return read;
    }

    /** Starts a hub on these files; again on the same data after the last one was closed. */
    public TestHub start() {
        return new TestHub(this, Hub.start(settings(), clock, watch.get(), stores));
    }
}
