package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The hub itself, by its launcher, with the three webhook receivers and the one rule of {@code bench/routes}.
 *
 * @param name what it is called in reports
 * @param home the folder of the launcher
 * @param more environment variables of its own
 */
record Hub(String name, Path home, Map<String, String> more) implements SystemUnderTest {

    /** With {@code bench/routes}. */
    Hub(Path home) {
        this(home, Map.of());
    }

    /** The same with environment variables of its own. */
    Hub(Path home, Map<String, String> more) {
        this("hub", home, more);
    }

    @Override
    public int receivers() {
        return 3;
    }

    @Override
    public Child start(Path work, int sinkPort) throws IOException, InterruptedException {
        int port = Children.freePort();
        ProcessBuilder builder = new ProcessBuilder(home.resolve("hub").toString(), "run");
        Map<String, String> environment = builder.environment();
        environment.put("HUB_HOST", "127.0.0.1");
        environment.put("HUB_PORT", Integer.toString(port));
        environment.put("HUB_DATA", data(work).toString());
        environment.put(
                "HUB_ROUTES", home.resolve("bench/routes") + "," + environment.getOrDefault("BENCH_ROUTES", "routes"));
        environment.put("BENCH_SINK", "http://127.0.0.1:" + sinkPort);
        environment.put("HUB_GUARD_ALLOW", "127.0.0.0/8");
        environment.put("HUB_NO_BUILD", "1");
        environment.putAll(more);
        return Children.start(builder, work.resolve("hub.log"), port, Hub::saysReady);
    }

    private static boolean saysReady(String output) {
        return output.lines()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("ready") && line.contains("http://"));
    }

    /** Its SQLite file. */
    static Path store(Path work) {
        return data(work).resolve("hub.db");
    }

    private static Path data(Path work) {
        return work.resolve("data");
    }

    @Override
    public String path() {
        return "/v1/events/bench";
    }

    @Override
    public Map<String, String> headers(Path work) throws IOException {
        String token = Files.readString(data(work).resolve("admin-token")).strip();
        return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public String event(int sequence) {
        return Events.forHub(sequence);
    }

    @Override
    public boolean alwaysArray() {
        return false;
    }
}
