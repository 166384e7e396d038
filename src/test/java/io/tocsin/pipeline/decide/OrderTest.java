package io.tocsin.pipeline.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrderTest {
    private static final int ALERTS = 200;

    @Test
    void anAlertThatResolvesRightAfterItFiredIsDecidedInThatOrder(@TempDir Path folder) {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder).everythingTo(sink).start()) {
            String events = IntStream.range(0, ALERTS)
                    .mapToObj(n -> event(n, "firing") + "," + event(n, "resolved"))
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(hub.post("/v1/events/ci", events).statusCode()).isEqualTo(202);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0
                            && hub.count("SELECT count(*) FROM notice WHERE state = 'pending'") == 0
                            && hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);
            assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'resolved'"))
                    .isEqualTo(ALERTS);
            assertThat(hub.count("SELECT count(*) FROM incident")).isEqualTo(ALERTS);
            assertThat(hub.count("SELECT count(*) FROM delivery opened JOIN delivery resolved"
                            + " ON resolved.incident_id = opened.incident_id AND resolved.version > opened.version"
                            + " WHERE opened.id > resolved.id"))
                    .as("notices fanned out in the wrong order")
                    .isZero();
        }
    }

    private static String event(int number, String status) {
        return "{\"title\": \"t\", \"fingerprint\": \"f-%d\", \"status\": \"%s\"}".formatted(number, status);
    }
}
