package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes receivers five hundred times has no more endpoints, breakers, meters, pools or threads than at first. */
@Tag("slow")
class TakeoverLeavesNothingTest {

    private static final int CHANGES = 500;
    private static final int LANE = 10;
    private static final String RULES =
            "rules:\n  - name: all\n    when: { status: [ firing, resolved ] }\n    notify: [ hook ]\n";

    @TempDir
    Path folder;

    @Test
    void fiveHundredChangesLeaveNothingBehind() throws Exception {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            CamelContext camel = hub.hub().camel();
            MeterRegistry meters = camel.getRegistry().findSingleByType(MeterRegistry.class);
            RunningRoutes routes = new RunningRoutes(() -> camel, meters, Duration.ofSeconds(20));
            for (int i = 0; i < 5; i++) {
                change(hub, sink, routes, i);
            }
            Map<String, Long> before = count(hub, sink, meters);

            for (int i = 0; i < CHANGES; i++) {
                change(hub, sink, routes, i);
            }

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(count(hub, sink, meters)).isEqualTo(before));
        }
    }

    /** An edit of one that is used, one that comes and goes, and one that is refused half-way. */
    private void change(TestHub hub, Sink sink, RunningRoutes routes, int number) throws Exception {
        int sent = sink.got().size();
        String hook = TestHub.read(hub.files().routes().resolve("receivers/hook.camel.yaml"));
        routes.remove(List.of("hook"));
        routes.add("hook.camel.yaml", hook);
        String visitor = hook.replace(": hook", ": visitor-" + number);
        routes.add("visitor.camel.yaml", visitor);
        if (number % 10 == 0) {
            hub.send("ci", "{\"title\": \"change " + number + " of " + System.nanoTime() + "\"}");
            sink.await(sent + 1);
        }
        routes.remove(List.of("visitor-" + number));
        routes.forget(Set.of("visitor-" + number));
        try {
            routes.add("bad.camel.yaml", visitor.replace(sink.url(), "http://169.254.169.254/" + number));
            throw new AssertionError("it is no route");
        } catch (Exception refused) {
            assertThat(refused).hasMessageContaining("visitor-" + number);
            assertThat(hub.hub().camel().getRoute("visitor-" + number)).isNull();
        }
    }

    private static Map<String, Long> count(TestHub hub, Sink sink, MeterRegistry meters) {
        CamelContext camel = hub.hub().camel();
        Map<String, Long> counts = new TreeMap<>();
        counts.put("endpoints", (long) camel.getEndpoints().size());
        counts.put("routes", (long) camel.getRoutes().size());
        counts.put("definitions", (long) camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteDefinitions()
                .size());
        counts.put("breakers", (long) camel.getRegistry()
                .findSingleByType(CircuitBreakerRegistry.class)
                .getAllCircuitBreakers()
                .size());
        counts.put("meters", (long) meters.getMeters().size());
        // Of the lane that is there some may be at work, or rest until they time out.
        counts.put("threads of more than one lane", laneThreads() > LANE ? laneThreads() : 0);
        counts.put("services", (long)
                camel.hasServices(org.apache.camel.Service.class).size());
        long connections = connections(URI.create(sink.url()).getPort());
        counts.put("connections of more than one pool", connections > LANE ? connections : 0);
        return counts;
    }

    private static long laneThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("outbox:"))
                .count();
    }

    /** Established connections to this port, as the kernel tells them: those of pools that nobody closed, too. */
    private static long connections(int port) {
        String suffix = String.format(":%04X 01", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(TakeoverLeavesNothingTest::lines)
                .filter(line -> line.matches("\\s*\\d+: \\S+ \\S+" + suffix + " .*"))
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
