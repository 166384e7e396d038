package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.pipeline.statistics.RollUp;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An hour of a hub's real work, as its statistics have it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsCommandTest {

    private final Sink sink = Sink.start();
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(10));
    private final SettableClock clock = new SettableClock(begin);
    private TestHub hub;
    private Path home;
    private HubFiles files;

    @BeforeAll
    void anHour(@TempDir Path folder) {
        home = folder;
        files = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: bad, when: { severity: [ critical, high ] }, notify: [ hook ] }
                          - { name: chatty, when: { severity: [ low ] }, notify: [ hook ] }
                        """)
                .webhook("hook", sink.url(), Map.of())
                .clock(clock);
        hub = files.start();
        hub.send("shop", "{\"title\": \"It burns\", \"severity\": \"high\"}");
        hub.send("shop", "{\"title\": \"It hums\", \"severity\": \"low\"}");
        hub.send("ci", "{\"title\": \"Nobody minds\", \"severity\": \"medium\"}");
        sink.await(2);
        String burning =
                hub.read("/v1/incidents?severity=high").at("/incidents/0/id").asText();
        hub.advance(clock, Duration.ofMinutes(4));
        hub.post("/v1/incidents/" + burning + "/acknowledge", "{\"as\": \"mia\"}");
        hub.advance(clock, Duration.ofMinutes(6));
        hub.post("/v1/incidents/" + burning + "/resolve", "{\"as\": \"mia\"}");
        hub.advance(clock, Duration.ofMinutes(55));
        new RollUp(hub.hub().store(), clock, new ObjectMapper(), Duration.ofDays(30), true, () -> true).run();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    private Shell.Ran run(String... arguments) {
        return Shell.at(hub, files, home).run(arguments);
    }

    private String detail(String query) {
        HttpResponse<String> answer = hub.get("/v1/statistics" + query);
        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        return TestHub.json(answer).path("detail").asText();
    }

    /** The hub's time, which its answers count up to. */
    private String until() {
        return clock.instant().toString();
    }

    @Test
    void whatHappenedStandsInTheHourInWhichItDid() {
        JsonNode answer = hub.read("/v1/statistics?step=hour");
        JsonNode hour = answer.at("/series/0/steps/0");
        assertThat(hour.path("at").asText())
                .isEqualTo(begin.truncatedTo(ChronoUnit.HOURS).toString());
        assertThat(hour.path("alerts").asInt()).isEqualTo(3);
        assertThat(hour.path("incidents").asInt()).isEqualTo(2);
        assertThat(hour.path("acknowledged").asInt()).isEqualTo(1);
        assertThat(hour.path("resolved").asInt()).isEqualTo(1);
        assertThat(hour.path("dead").asInt()).isZero();
        assertThat(hour.path("notices").asInt())
                .isEqualTo(hour.path("delivered").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(hour.at("/timeToAcknowledge/p50").asDouble()).isBetween(224.0, 256.0);
        assertThat(hour.at("/timeToResolve/max").asDouble()).isBetween(560.0, 640.0);
        assertThat(hour.path("timeToDeliver").isObject()).isTrue();
        assertThat(answer.path("madeAt").asText()).isEqualTo(until());
        assertThat(answer.has("by")).isFalse();
    }

    @Test
    void eachRuleReceiverSeverityAndSourceHasItsOwn() {
        assertThat(total("rule", "bad").path("incidents").asInt()).isEqualTo(1);
        assertThat(total("source", "ci").path("alerts").asInt()).isEqualTo(1);
        assertThat(total("source", "ci").path("incidents").asInt()).isZero();
        assertThat(total("source", "shop").path("incidents").asInt()).isEqualTo(2);
        assertThat(total("severity", "low").path("notices").asInt()).isEqualTo(1);
        JsonNode receiver = total("receiver", "hook");
        assertThat(receiver.path("delivered").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(receiver.has("incidents")).isFalse();
    }

    private JsonNode total(String by, String name) {
        for (JsonNode one : hub.read("/v1/statistics?by=" + by).path("series")) {
            if (one.path("name").asText().equals(name)) {
                return one.path("total");
            }
        }
        throw new AssertionError("nothing of " + name);
    }

    @Test
    void theCommandShowsTimesOrNames() {
        String byTime = run("statistics", "--step", "hour", "--until", until()).out();
        assertThat(byTime)
                .startsWith("FROM ")
                .contains("TO ACK P50, P95")
                .containsPattern(
                        "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:00 +3 +2 +1 +1 +\\d+ +\\d+ +0 +0 +\\d+ min, \\d+ min ")
                .containsPattern("from \\S+Z until \\S+Z; counted up to ");
        String byRule = run("statistics", "--by", "rule", "--until", until()).out();
        assertThat(byRule)
                .startsWith("RULE ")
                .containsPattern("(?m)^bad +1 +1 +1 +1 ")
                .containsPattern("(?m)^chatty +1 +1 +0 ");
        String long_ = run("statistics", "--since", "2001-01-01", "--until", "2001-01-02")
                .out();
        assertThat(long_).startsWith("nothing from 2001-01-01T00:00:00Z until 2001-01-02T00:00:00Z");
        assertThat(run("statistics", "--json", "--until", until()).out()).contains("\"series\"");
    }

    @Test
    void noiseIsWhatNobodyAcknowledged() {
        String noise = run("statistics", "noise", "--until", until()).out();
        assertThat(noise)
                .containsPattern("RULE +NOTICES +INCIDENTS\nchatty +1 +1\n")
                .contains("alerts that came and went\nnone\n", "by their own clock)\nnone\n");
        JsonNode answer = hub.read("/v1/statistics/noise");
        assertThat(answer.at("/rules/0/rule").asText()).isEqualTo("chatty");
        assertThat(answer.path("rules")).hasSize(1);
    }

    @Test
    void whatCannotBeMeantIsAProblem() {
        assertThat(detail("?by=person")).contains("by is person", "receiver, rule, severity, source");
        assertThat(detail("?step=month")).contains("step is month", "day, hour, week");
        assertThat(detail("?zone=Europe/Berln")).contains("zone is Europe/Berln", "Europe/Berlin");
        assertThat(detail("?from=yesterday")).contains("from is yesterday", "2026-01-31T08:00:00Z");
        assertThat(detail("?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z"))
                .contains("from before until");
        assertThat(detail("?from=2020-01-01T00:00:00Z&until=2026-01-01T00:00:00Z"))
                .contains("at most 400");
        assertThat(detail("?by=rule&limit=100&step=hour&from=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z"))
                .contains("744 steps of 100 names", "20000", "longer step");
        assertThat(detail("?form=2026-01-01T00:00:00Z")).contains("no parameter form");
        assertThat(hub.exchange(hub.request("/v1/statistics").GET()).statusCode())
                .isEqualTo(401);
    }
}
