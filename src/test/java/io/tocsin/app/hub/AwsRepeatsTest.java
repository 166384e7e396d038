package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events that AWS sends again under new ids are kept, told once, and ended by one good news (docs/mappings-aws.md). */
@Timeout(60)
class AwsRepeatsTest {
    private static final Path SAMPLES = Path.of("routes/sources/aws/samples");

    @TempDir
    private Path folder;

    @Test
    void aTaskThatEcsTellsTwiceIsToldOnceAndEndedByTheServicesSteadyState() {
        try (TestHub hub = hub()) {
            send(hub, "ecs-task/out-of-memory", "ecs-task/out-of-memory-again");

            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(2);
            assertThat(hub.count("SELECT fire_count FROM alert")).isEqualTo(2);
            assertThat(hub.count("SELECT count(*) FROM notice")).isOne();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
            send(hub, "ecs-service/steady-state", "ecs-service/steady-state-again");

            assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'resolved'"))
                    .isOne();
            assertThat(hub.count("SELECT count(*) FROM incident")).isOne();
            assertThat(hub.count("SELECT count(*) FROM notice"))
                    .as("opened and resolved")
                    .isEqualTo(2);
        }
    }

    @Test
    void thePagesOfAHealthEventAreOneIncident() {
        try (TestHub hub = hub()) {
            send(hub, "health/planned", "health/planned-second-page");

            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(2);
            assertThat(hub.count("SELECT count(*) FROM incident")).isOne();
            assertThat(hub.count("SELECT count(*) FROM notice")).isOne();
        }
    }

    private TestHub hub() {
        return HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ log ] } ]")
                .start();
    }

    private static void send(TestHub hub, String... samples) {
        for (String sample : samples) {
            hub.send("aws", TestHub.read(SAMPLES.resolve(sample + ".json")));
        }
        await("all is decided")
                .atMost(Duration.ofSeconds(20))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state <> 'decided'") == 0);
    }
}
