package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HealthAndMetricsTest {
    private static final String RULES =
            "rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]";

    @TempDir
    Path folder;

    @Test
    void aHubThatWorksIsLiveAndReadyWithoutAToken() {
        try (Sink watch = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .with(Setting.HEARTBEAT_URL, watch.url() + "/ping")
                        .start()) {
            assertThat(watch.await(1).get(0).path())
                    .as("it calls its dead man's switch")
                    .endsWith("/ping");
            assertThat(hub.exchange(hub.request("/health/live")).statusCode()).isEqualTo(200);
            HttpResponse<String> ready = hub.exchange(hub.request("/health/ready"));
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(TestHub.json(ready).path("status").asText()).isEqualTo("ready");
            assertThat(hub.count("SELECT count(*) FROM probe WHERE name = 'ready'"))
                    .isOne();
        }
    }

    @Test
    void aBrokenEditOfTheRulesIsDegradedButReady() {
        try (TestHub hub = HubFiles.in(folder).start()) {
            hub.files().rules("rules:\n  - name: a\n    when: { status: firing }\n");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.hub().rules().broken().isPresent());
            HttpResponse<String> ready = hub.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(TestHub.json(ready).path("status").asText()).isEqualTo("degraded");
            assertThat(TestHub.json(ready).at("/troubles/0/detail").asText()).contains("default.yaml:");
            assertThat(hub.read("/v1/rules").at("/refusedEdit/0/line").asInt()).isPositive();
            assertThat(scrape(hub)).contains("tocsin_reload_broken{what=\"rules\"} 1.0");
        }
    }

    @Test
    void withoutAnAdminTokenOnlyTheKindOfTroubleIsTold() throws Exception {
        try (TestHub hub = HubFiles.in(folder).start()) {
            hub.files().rules("rules:\n  - name: a\n    when: { status: firing }\n  - nmae: b\n");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.hub().rules().broken().isPresent());
            assertThat(hub.hub().rules().broken().orElseThrow()).hasSizeGreaterThan(1);
            String degraded = "{\"status\":\"degraded\",\"troubles\":"
                    + "[{\"what\":\"reload\",\"detail\":\"rules were edited and refused\"}]}";
            assertThat(hub.exchange(hub.request("/health/ready")).body()).isEqualTo(degraded);
            HttpResponse<String> wrongToken =
                    hub.exchange(hub.request("/health/ready").header("Authorization", "Bearer tsn_wrong"));
            assertThat(wrongToken.body()).isEqualTo(degraded);
            assertThat(wrongToken.statusCode()).isEqualTo(200);

            hub.hub().camel().getRouteController().stopRoute("decide");
            assertThat(hub.exchange(hub.request("/health/ready")).body())
                    .contains("not-ready", "\"route\"")
                    .doesNotContain("decide");
        }
    }

    @Test
    void aRouteThatDoesNotRunIsNotReady() throws Exception {
        try (TestHub hub = HubFiles.in(folder).start()) {
            hub.hub().camel().getRouteController().stopRoute("decide");
            HttpResponse<String> ready = hub.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("not-ready", "decide does not run");
            assertThat(hub.exchange(hub.request("/health/live")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metricsAreNamedForTheNouns() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/ci\",\"type\":\"t\","
                    + "\"data\":{\"title\":\"a\",\"severity\":\"high\"}}";
            hub.send("ci", event);
            hub.send("ci", event);
            sink.await(1);
            sink.answer(400, "no");
            hub.send("ci", "{\"title\": \"b\", \"severity\": \"low\"}");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.count("SELECT count(*) FROM dead_letter") == 1
                            && hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
            assertThat(scrape(hub))
                    .contains(
                            "tocsin_events_total{origin=\"ci\",status=\"accepted\"} 2.0",
                            "tocsin_events_total{origin=\"ci\",status=\"duplicate\"} 1.0",
                            "tocsin_alerts_total{severity=\"high\",status=\"firing\"} 1.0",
                            "tocsin_rule_matches_total{rule=\"all\",verdict=\"opened\"} 2.0",
                            "tocsin_notices_total{kind=\"opened\"} 2.0",
                            "tocsin_incidents_open{severity=\"high\"} 1.0",
                            "tocsin_incidents_open{severity=\"critical\"} 0.0",
                            "tocsin_incidents_held{by=\"silence\"} 0.0",
                            "tocsin_timers_due{timer=\"look\"} 0.0",
                            "tocsin_timers_late_seconds{timer=\"expiry\"} 0.0",
                            "tocsin_deliveries_total{failure_class=\"none\",outcome=\"delivered\",receiver=\"hook\"} 1.0",
                            "tocsin_deliveries_total{failure_class=\"permanent\",outcome=\"dead\",receiver=\"hook\"} 1.0",
                            "tocsin_dead_letters{kind=\"delivery\"} 1.0",
                            "tocsin_dead_letters{kind=\"event\"} 0.0",
                            "tocsin_outbox_depth{receiver=\"hook\"} 0.0",
                            "tocsin_outbox_oldest_seconds{receiver=\"hook\"} 0.0",
                            "tocsin_outbox_late_seconds{receiver=\"hook\"} 0.0",
                            "tocsin_stage_late_seconds{stage=\"events\"} 0.0",
                            "tocsin_questions_open 0.0",
                            "tocsin_hubs 1.0",
                            "tocsin_hub_leads 1.0",
                            "tocsin_store_bytes{file=\"store\"} ",
                            "tocsin_outbox_paused_seconds{receiver=\"hook\"} 0.0",
                            "tocsin_breaker_open{breaker=\"hook-breaker\"} 0.0",
                            "tocsin_accept_seconds_bucket{",
                            "tocsin_delivery_seconds_bucket{receiver=\"hook\"",
                            "tocsin_delivery_send_seconds_bucket{receiver=\"hook\"",
                            "tocsin_reloads_total{outcome=\"taken\",what=\"rules\"}",
                            "tocsin_store_waiting",
                            "tocsin_heartbeats 0.0");
        }
    }

    @Test
    void alertsThatASenderLeftOutAreCounted() {
        try (TestHub hub = HubFiles.in(folder).start()) {
            String cut = "{\"version\": \"4\", \"groupKey\": \"g\", \"receiver\": \"hub\", \"status\": \"firing\","
                    + " \"truncatedAlerts\": %d, \"alerts\": [{\"status\": \"firing\", \"labels\": {\"alertname\": \"A\"}}]}";
            for (int leftOut : new int[] {0, 2599, 1}) {
                hub.send("am-eu", cut.formatted(leftOut));
            }
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(scrape(hub))
                    .contains("tocsin_alerts_left_out_total{origin=\"am-eu\"} 2600.0"));
        }
    }

    @Test
    void metricsAskForATokenWhereTheSettingSaysSo() {
        try (TestHub hub =
                HubFiles.in(folder).with(Setting.METRICS_PUBLIC, "false").start()) {
            assertThat(hub.exchange(hub.request("/metrics")).statusCode()).isEqualTo(401);
            assertThat(hub.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void receiversShowTheirBreakerAndWhatWaits() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of("rate", "0.01", "burst", "3"))
                        .start()) {
            sink.answer(request -> new Sink.Reply(429, "slow down"));
            hub.send("ci", "{\"title\": \"a\"}");
            await().atMost(Duration.ofSeconds(10)).until(() -> hook(hub).has("paused"));
            assertThat(hook(hub).path("waiting").asInt()).isOne();
            assertThat(hook(hub).path("breaker").asText()).isEqualTo("closed");
            assertThat(hook(hub).at("/paused/0/because").asText()).contains("slow down");
            assertThat(hook(hub).has("oldestWaitsSince")).isTrue();
            assertThat(hook(hub).path("tokens").asDouble()).isLessThanOrEqualTo(2);
            assertThat(scrape(hub))
                    .doesNotContain("tocsin_outbox_paused_seconds{receiver=\"hook\"} 0.0")
                    .contains(
                            "tocsin_outbox_paused_seconds{receiver=\"hook\"} ",
                            "tocsin_outbox_tokens{receiver=\"hook\"} ");
        }
    }

    private static JsonNode hook(TestHub hub) {
        JsonNode receivers = hub.read("/v1/receivers").path("receivers");
        return receivers.get(0).path("name").asText().equals("hook") ? receivers.get(0) : receivers.get(1);
    }

    private static String scrape(TestHub hub) {
        HttpResponse<String> answer = hub.exchange(hub.request("/metrics"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
