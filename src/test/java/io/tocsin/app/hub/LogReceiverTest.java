package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of a new hub, which writes each delivery into the log. */
@Timeout(120)
class LogReceiverTest {
    private static final int EVENTS = 2_000;
    private static final int AT_ONCE = 500;

    /** With a commit before and after each line it wrote some twenty a second, and what waited grew without bound. */
    @Test
    void manyLinesShareACommit(@TempDir Path folder) {
        try (TestHub hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ log ] } ]")
                .start()) {
            for (int from = 0; from < EVENTS; from += AT_ONCE) {
                assertThat(hub.post("/v1/events/ci", events(from)).statusCode()).isEqualTo(202);
            }

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == EVENTS);

            // What is settled in one commit is settled at one time.
            assertThat(hub.count("SELECT count(DISTINCT settled_at) FROM delivery"))
                    .isLessThan(EVENTS / 4);
        }
    }

    private static String events(int from) {
        return IntStream.range(from, from + AT_ONCE)
                .mapToObj(i -> "{\"title\": \"it burns\", \"severity\": \"low\", \"fingerprint\": \"f" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
