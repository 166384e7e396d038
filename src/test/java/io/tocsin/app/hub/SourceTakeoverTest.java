package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that senders post to is changed while they do: they are told to come again, and what was accepted is there. */
@Timeout(400)
@Tag("slow")
class SourceTakeoverTest {
    private static final int SWAPS = 8;

    @TempDir
    Path folder;

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = HubFiles.in(folder)
                .rules("rules:\n  - name: all\n    when: { title: [ nobody sends it ] }\n    notify: [ log ]\n")
                .write("sources/builds.camel.yaml", source("builds", 50_000))
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void sendersGetTwoHundredTwoOrFiveHundredThreeOverManyChangesAndWhatWasAcceptedIsStored() {
        Map<String, Integer> answers = new ConcurrentSkipListMap<>();
        Map<String, Integer> elsewhere = new ConcurrentSkipListMap<>();
        Set<String> accepted = new ConcurrentSkipListSet<>();
        EventLoad load = new EventLoad("swap", 4, Duration.ofMillis(2), (key, event) -> {
            var answer = post("/v1/events/builds", event, key);
            answers.merge(seen(answer), 1, Integer::sum);
            return answer.statusCode() == 202 && accepted.add(key);
        });
        EventLoad untouched = new EventLoad("other", 1, Duration.ofMillis(5), (key, event) -> {
            elsewhere.merge(seen(post("/v1/events/ci", event, key)), 1, Integer::sum);
            return true;
        });
        try (load;
                untouched) {
            for (int swap = 1; swap <= SWAPS; swap++) {
                int number = swap;
                taken(() -> hub.files().write("sources/builds.camel.yaml", source("builds", 50_000 + number)));
                int before = accepted.size();
                soon().until(() -> accepted.size() > before + 5);
            }
        }

        assertThat(load.failures()).isEmpty();
        assertThat(untouched.failures()).isEmpty();
        assertThat(answers.keySet()).isSubsetOf("202", "503 come again in 1 s");
        assertThat(elsewhere.keySet()).containsExactly("202");
        assertThat(stored()).isEqualTo(accepted).hasSizeGreaterThan(SWAPS * 5);
    }

    @Test
    void whereTheNewOneCanNotRunTheLastGoodOneAnswersAgain() {
        AtomicBoolean refuse = new AtomicBoolean(true);
        hub.hub().camel().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                if (routes.stream().anyMatch(route -> route.getId().equals("source-builds"))
                        && refuse.getAndSet(false)) {
                    throw new IllegalStateException("not today");
                }
            }
        });
        hub.files().write("sources/builds.camel.yaml", source("builds", 60_000));

        soon().until(() -> hub.hub().routeFiles().broken().isPresent());
        assertThat(hub.hub().routeFiles().broken().orElseThrow().toString()).contains("not today");
        assertThat(hub.post("/v1/events/builds", "{\"title\": \"a\"}").statusCode())
                .isEqualTo(202);

        taken(() -> hub.files().write("sources/builds.camel.yaml", source("builds", 60_001)));
        assertThat(hub.post("/v1/events/builds", "{\"title\": \"b\"}").statusCode())
                .isEqualTo(202);
    }

    @Test
    void whereNeitherCanRunSendersAreToldToComeAgainUntilOneDoes() {
        AtomicBoolean refuse = new AtomicBoolean(true);
        hub.hub().camel().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                if (refuse.get()) {
                    throw new IllegalStateException("not today");
                }
            }
        });
        hub.files().write("sources/builds.camel.yaml", source("builds", 60_000));

        soon().until(() -> hub.hub().routeFiles().broken().isPresent());
        assertThat(seen(hub.post("/v1/events/builds", "{\"title\": \"a\"}"))).isEqualTo("503 come again in 1 s");

        refuse.set(false);
        taken(() -> hub.files().write("sources/builds.camel.yaml", source("builds", 60_001)));
        assertThat(hub.post("/v1/events/builds", "{\"title\": \"b\"}").statusCode())
                .isEqualTo(202);
    }

    @Test
    void aKeyIsChangedAtOnceAndWhereASourceWithOneIsTakenAwayNoTokenTakesItsPlace() {
        taken(() -> hub.files().write("sources/robot.camel.yaml", keyed("its-first-key-of-32-characters-000")));
        assertThat(knock("its-first-key-of-32-characters-000")).isEqualTo(202);

        taken(() -> hub.files().write("sources/robot.camel.yaml", keyed("its-other-key-of-32-characters-000")));
        assertThat(knock("its-first-key-of-32-characters-000")).isEqualTo(401);
        assertThat(knock("its-other-key-of-32-characters-000")).isEqualTo(202);

        taken(() -> {
            try {
                Files.delete(hub.files().routes().resolve("sources/robot.camel.yaml"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(knock("its-other-key-of-32-characters-000")).isEqualTo(401);
        assertThat(hub.post("/v1/events/robot", "{\"title\": \"a\"}").statusCode())
                .isEqualTo(401);
    }

    private int knock(String key) {
        return hub.exchange(hub.request("/v1/events/robot")
                        .header("X-Api-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"title\": \"a\"}")))
                .statusCode();
    }

    private static String keyed(String key) {
        return """
                - templatedRoute:
                    routeTemplateRef: key-source
                    routeId: source-robot
                    parameters:
                      - name: source
                        value: robot
                      - name: secrets
                        value: %s
                """.formatted(key);
    }

    private HttpResponse<String> post(String path, String event, String key) {
        return hub.exchange(hub.authorized(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event)));
    }

    private static String seen(HttpResponse<String> answer) {
        return answer.statusCode()
                + answer.headers()
                        .firstValue("Retry-After")
                        .map(seconds -> " come again in " + seconds + " s")
                        .orElse("");
    }

    private Set<String> stored() {
        return hub.hub().store().read(tx -> tx.createQuery(
                        "SELECT substr(external_id, 5) FROM event WHERE source = 'builds'")
                .mapTo(String.class)
                .set());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(90));
    }

    private void taken(Runnable edit) {
        long before = hub.hub().routeFiles().taken();
        edit.run();
        soon().until(() -> hub.hub().routeFiles().taken() > before);
    }

    private static String source(String name, int rate) {
        return """
                - templatedRoute:
                    routeTemplateRef: http-source
                    routeId: source-builds
                    parameters:
                      - name: source
                        value: %s
                      - name: rate
                        value: "%d"
                """.formatted(name, rate);
    }
}
