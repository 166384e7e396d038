package io.tocsin.pipeline.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts that a Prometheus tells each minute for four minutes, at either of two hubs, which decide for each other. */
@Tag("store")
class RepeatsOverTwoHubsTest {

    private static final Duration LASTS = Duration.ofMinutes(4);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int POSTED = 256;

    private final Random random = new Random(7);
    private HearingHub a;
    private HearingHub b;

    @BeforeEach
    void open(@TempDir Path folder) {
        a = new HearingHub(folder, "a");
        b = new HearingHub(folder, "b");
    }

    @AfterEach
    void close() throws Exception {
        a.close();
        b.close();
    }

    @Test
    void aThousandAlertsGoOnWhicheverHubHearsThemAndEndWhenNoneDoes() {
        repeats(1_000);
    }

    @Test
    @Tag("long")
    void tenThousandAlertsGoOnWhicheverHubHearsThemAndEndWhenNoneDoes() {
        repeats(10_000);
    }

    private void repeats(int count) {
        List<Integer> alerts = IntStream.range(0, count).boxed().collect(Collectors.toCollection(ArrayList::new));
        int requests = 0;
        int minutes = 12;
        for (int minute = 0; minute < minutes; minute++) {
            Collections.shuffle(alerts, random);
            List<List<Integer>> posts = new ArrayList<>();
            for (int from = 0; from < count; from += POSTED) {
                posts.add(alerts.subList(from, Math.min(from + POSTED, count)));
            }
            for (int step = 0; step < 12; step++) {
                for (int i = step; i < posts.size(); i += 12) {
                    hub().hears(json(posts.get(i)), hub());
                    requests++;
                }
                passes();
                assertThat(a.ends).as("false ends in minute %d", minute).isEmpty();
                assertThat(b.ends).as("false ends in minute %d", minute).isEmpty();
            }
        }
        assertThat(a.test.column("SELECT count(*) FROM alert WHERE expires_at IS NOT NULL"))
                .containsExactly(Integer.toString(count));
        int commits = a.events + b.events + a.renewals.get() + b.renewals.get();
        assertThat(commits)
                .as("commits for %d repetitions in %d requests", count * (minutes - 1), requests)
                .isLessThan(4 * requests);

        for (int step = 0; step < 72; step++) {
            passes();
        }
        assertThat(ended()).as("all that nobody tells any more").hasSize(count);
    }

    @Test
    void anAlertThatIsOverAtOneHubIsNewsAtTheOtherThoughItHasNoBeginning() {
        String firing = alert(1, a.test.clock.instant().plus(LASTS));
        a.hears(firing, a);
        b.hears(firing, a);
        passes();
        b.hears(alert(1, a.test.clock.instant()), b);
        assertThat(status()).isEqualTo("resolved");

        int before = a.events;
        for (int minute = 0; minute < 2; minute++) {
            for (int step = 0; step < 12; step++) {
                passes();
            }
            a.hears(alert(1, a.test.clock.instant().plus(LASTS)), b);
        }
        assertThat(a.events).isGreaterThan(before);
        assertThat(status()).isEqualTo("firing");
    }

    @Test
    void aRenewalNeverBringsAnEndNearerThatAnotherHubPutOff() {
        String first = alert(1, a.test.clock.instant().plus(LASTS));
        a.hears(first, a);
        b.hears(first, b);
        for (int step = 0; step < 30; step++) {
            passes();
        }
        Instant heardAtA = a.test.clock.instant().plus(LASTS);
        a.hears(alert(1, heardAtA), a);
        passes();
        assertThat(expires()).isEqualTo(heardAtA);
        Instant heardAtB = heardAtA.minus(Duration.ofMinutes(1)); // its sender's clock is another one
        b.hears(alert(1, heardAtB), b);
        passes();
        assertThat(expires()).isEqualTo(heardAtA);
    }

    private String status() {
        return a.test.column("SELECT status FROM alert").get(0);
    }

    private Instant expires() {
        return Instant.ofEpochMilli(
                Long.parseLong(a.test.column("SELECT expires_at FROM alert").get(0)));
    }

    private HearingHub hub() {
        return random.nextBoolean() ? a : b;
    }

    private void passes() {
        if (random.nextBoolean()) {
            a.passes(STEP);
            b.passes(STEP);
        } else {
            b.passes(STEP);
            a.passes(STEP);
        }
    }

    private List<String> ended() {
        List<String> ended = new ArrayList<>();
        a.ends.forEach(end -> ended.add(end.externalId().orElseThrow()));
        b.ends.forEach(end -> ended.add(end.externalId().orElseThrow()));
        return ended.stream().distinct().toList();
    }

    private String json(List<Integer> alerts) {
        return alerts.stream()
                .map(alert -> alert(alert, a.test.clock.instant().plus(LASTS)))
                .collect(Collectors.joining(","));
    }

    private static String alert(int number, Instant endsAt) {
        return """
                {"labels": {"alertname": "Disk", "host": "h%d"}, "annotations": {"summary": "full"}, "endsAt": "%s"}""".formatted(number, endsAt);
    }
}
