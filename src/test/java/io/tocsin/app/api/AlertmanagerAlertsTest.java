package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.alert.LabelSet;
import io.tocsin.store.corridor.SettableClock;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fires, as Alertmanager tells it: with the answers' form of its openapi.yaml. */
@Tag("slow")
class AlertmanagerAlertsTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final int MANY = 250;

    @TempDir
    static Path folder;

    private static final SettableClock CLOCK = new SettableClock(NOW);
    private static Sink sink;
    private static TestHub hub;

    @BeforeAll
    static void start() {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .clock(CLOCK)
                .rules("""
                        rules:
                          - { name: all, matchers: [ 'alertname!="Ignored"' ], unless: [ db ], notify: [ hook ] }
                          - { name: db, when: { labels: { team: [ db ] } }, notify: [ pager, hook ] }
                        incidents:
                          - { name: by-name, when: { labels: { cluster: [ { exists: true } ] } }, by: [ labels.alertname, labels.cluster ] }
                        windows:
                          - { name: works, when: { labels: { alertname: [ Noisy ] } }, start: 2026-08-20T09:00, for: 2h, zone: UTC }
                        inhibit:
                          - { name: down, source: { labels: { alertname: [ ClusterDown ] } }, targetMatchers: [ 'alertname!="ClusterDown"' ], equal: [ labels.rack ] }
                        """)
                .webhook("hook", sink.url(), Map.of())
                .webhook("pager", sink.url(), Map.of())
                .start();
        List<String> alerts = new ArrayList<>();
        alerts.add(alert("DiskFull", "\"host\": \"db1\", \"rack\": \"r0\", \"ärger\": \"ja\""));
        alerts.add(alert("Slow", "\"team\": \"db\", \"rack\": \"r0\""));
        alerts.add(alert("Hidden", "\"rack\": \"r0\""));
        alerts.add(alert("Noisy", "\"rack\": \"r0\""));
        alerts.add(alert("Ignored", "\"rack\": \"r0\""));
        alerts.add(alert("ClusterDown", "\"rack\": \"r1\""));
        alerts.add(alert("Quiet", "\"rack\": \"r1\""));
        IntStream.range(0, MANY)
                .forEach(i -> alerts.add(alert("Many", "\"rack\": \"r0\", \"cluster\": \"c1\", \"n\": \"" + i + "\"")));
        assertThat(hub.post("/api/v2/silences", """
                        {"matchers": [{"name": "alertname", "value": "Hidden", "isRegex": false}], "startsAt": "2026-08-20T10:00:00Z",
                         "endsAt": "2026-08-20T12:00:00Z", "createdBy": "mia", "comment": "we know"}
                        """).statusCode()).isEqualTo(200);
        assertThat(hub.post("/api/v2/alerts", "[" + String.join(",", alerts) + "]")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> hub.count("SELECT count(*) FROM alert") == alerts.size());
        assertThat(hub.post("/api/v2/alerts", "[" + alert("Over", "\"rack\": \"r0\"") + "]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.post(
                                "/api/v2/alerts",
                                "[" + alert("Over", "\"rack\": \"r0\"").replace("10:20", "09:59") + "]")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> hub.count("SELECT count(*) FROM alert WHERE status = 'resolved'") == 1);
    }

    @AfterAll
    static void stop() {
        hub.close();
        sink.close();
    }

    private static String alert(String name, String labels) {
        return "{\"labels\": {\"alertname\": \"" + name + "\", " + labels + "}, \"annotations\": {\"summary\": \"it is "
                + name
                + "\", \"description\": \"more of it\", \"note\": \"n\"}, \"startsAt\": \"2026-08-20T09:55:00Z\","
                + " \"endsAt\": \"2026-08-20T10:20:00Z\", \"generatorURL\": \"https://prometheus.example.com/g\"}";
    }

    private static String query(String... pairs) {
        return IntStream.range(0, pairs.length / 2)
                .mapToObj(i -> pairs[2 * i] + "=" + URLEncoder.encode(pairs[2 * i + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static JsonNode get(String path) {
        HttpResponse<String> answer = hub.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return TestHub.json(answer);
    }

    private static List<String> names(String... query) {
        return names(get("/api/v2/alerts" + query(query)));
    }

    private static List<String> names(JsonNode alerts) {
        return StreamSupport.stream(alerts.spliterator(), false)
                .map(alert -> alert.at("/labels/alertname").asText())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void anAlertHasAllThatAlertmanagerSaysOfOne() {
        JsonNode alert =
                get("/api/v2/alerts" + query("filter", "alertname=DiskFull")).get(0);

        assertThat(alert.path("labels").toString())
                .isEqualTo("{\"alertname\":\"DiskFull\",\"host\":\"db1\",\"rack\":\"r0\",\"ärger\":\"ja\"}");
        assertThat(alert.path("annotations").toString())
                .isEqualTo("{\"description\":\"more of it\",\"note\":\"n\",\"summary\":\"it is DiskFull\"}");
        assertThat(alert.path("fingerprint").asText())
                .isEqualTo(LabelSet.fingerprint(
                        Map.of("alertname", "DiskFull", "host", "db1", "rack", "r0", "ärger", "ja")));
        assertThat(alert.path("startsAt").asText()).isEqualTo("2026-08-20T09:55:00Z");
        assertThat(alert.path("endsAt").asText()).isEqualTo("2026-08-20T10:20:00Z");
        assertThat(alert.path("updatedAt").asText()).isEqualTo("2026-08-20T10:00:00Z");
        assertThat(alert.path("generatorURL").asText()).isEqualTo("https://prometheus.example.com/g");
        assertThat(alert.path("receivers").toString()).isEqualTo("[{\"name\":\"hook\"}]");
        assertThat(alert.path("status").toString())
                .isEqualTo("{\"inhibitedBy\":[],\"mutedBy\":[],\"silencedBy\":[],\"state\":\"active\"}");
    }

    @Test
    void whatIsHeldBackSaysByWhat() {
        JsonNode hidden =
                get("/api/v2/alerts" + query("filter", "alertname=\"Hidden\"")).get(0);
        String silence = get("/api/v2/silences").at("/0/id").asText();
        assertThat(hidden.at("/status/state").asText()).isEqualTo("suppressed");
        assertThat(hidden.at("/status/silencedBy").toString()).isEqualTo("[\"" + silence + "\"]");

        JsonNode quiet =
                get("/api/v2/alerts" + query("filter", "alertname=Quiet")).get(0);
        assertThat(quiet.at("/status/inhibitedBy").toString())
                .isEqualTo("[\"" + LabelSet.fingerprint(Map.of("alertname", "ClusterDown", "rack", "r1")) + "\"]");
        JsonNode noisy =
                get("/api/v2/alerts" + query("filter", "alertname=Noisy")).get(0);
        assertThat(noisy.at("/status/mutedBy").toString()).isEqualTo("[\"works\"]");
        assertThat(noisy.at("/status/state").asText()).isEqualTo("suppressed");
    }

    @Test
    void flagsFiltersAndReceiversChoose() {
        List<String> all = names();
        assertThat(all)
                .as("what is over is none of them")
                .containsExactly("ClusterDown", "DiskFull", "Hidden", "Ignored", "Many", "Noisy", "Quiet", "Slow");
        assertThat(get("/api/v2/alerts")).hasSize(MANY + 7);

        assertThat(names("active", "false")).containsExactly("Hidden", "Noisy", "Quiet");
        assertThat(names("silenced", "false", "inhibited", "false", "unprocessed", "true"))
                .doesNotContain("Hidden", "Quiet")
                .contains("Noisy");
        assertThat(names("muted", "false")).doesNotContain("Noisy");
        assertThat(names("filter", "rack=r1", "filter", "alertname!~\"Cl.*\"")).containsExactly("Quiet");
        assertThat(names("filter", "\"ärger\"=\"ja\"")).containsExactly("DiskFull");
        assertThat(names("filter", "{alertname=~\"Slow|Quiet\", team=\"\"}")).containsExactly("Quiet");
        assertThat(names("receiver", "pag.*")).containsExactly("Slow");
        assertThat(names("receiver", "pag")).as("the whole name").isEmpty();
        assertThat(names("receiver", "nobody")).containsExactly("Ignored");
    }

    @Test
    void everyAlertComesOnceOverPages() {
        JsonNode many = get("/api/v2/alerts" + query("filter", "alertname=Many"));
        assertThat(many).hasSize(MANY);
        assertThat(StreamSupport.stream(many.spliterator(), false)
                        .map(one -> one.at("/labels/n").asText())
                        .distinct())
                .hasSize(MANY);
    }

    @Test
    void groupsAreOfIncidentsAndReceivers() {
        JsonNode groups = get("/api/v2/alerts/groups");
        List<JsonNode> many = StreamSupport.stream(groups.spliterator(), false)
                .filter(group -> group.at("/labels/alertname").asText().equals("Many"))
                .toList();
        assertThat(many).singleElement().satisfies(group -> {
            assertThat(group.path("labels").toString()).isEqualTo("{\"alertname\":\"Many\",\"cluster\":\"c1\"}");
            assertThat(group.at("/receiver/name").asText()).isEqualTo("hook");
            assertThat(group.path("alerts")).hasSize(MANY);
            assertThat(group.at("/alerts/0/status/state").asText()).isEqualTo("active");
        });
        List<JsonNode> slow = StreamSupport.stream(groups.spliterator(), false)
                .filter(group -> group.at("/labels/alertname").asText().equals("Slow"))
                .toList();
        assertThat(slow)
                .extracting(group -> group.at("/receiver/name").asText())
                .containsExactlyInAnyOrder("pager", "hook");
        assertThat(slow.get(0).path("labels").size())
                .as("one that stands alone has all of its labels")
                .isEqualTo(3);

        JsonNode pagers = get("/api/v2/alerts/groups" + query("receiver", "pager"));
        assertThat(pagers).hasSize(1);
        assertThat(pagers.at("/0/alerts/0/receivers")).hasSize(2);
        assertThat(get("/api/v2/alerts/groups" + query("filter", "alertname=Hidden", "silenced", "false")))
                .isEmpty();
    }

    @Test
    void receiversAreThoseThatRunAndNobody() {
        assertThat(get("/api/v2/receivers").findValuesAsText("name")).contains("hook", "pager", "nobody");
    }

    @Test
    void theStatusHasAConfigurationWithARouteAndNamesReceiversToAdminsAlone() {
        String open = TestHub.json(hub.exchange(hub.request("/api/v2/status")))
                .at("/config/original")
                .asText();
        assertThat(open).contains("route:", "receiver: nobody").doesNotContain("hook");
        assertThat(get("/api/v2/status").at("/config/original").asText()).contains("- name: \"hook\"");
    }

    @Test
    void whatCannotBeReadIsRefusedAsAlertmanagerRefusesIt() {
        for (String path : List.of(
                "/api/v2/alerts" + query("filter", "alertname"),
                "/api/v2/alerts/groups" + query("filter", "a=~\"(\""),
                "/api/v2/silences" + query("filter", "=x"))) {
            HttpResponse<String> answer = hub.get(path);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(TestHub.json(answer).isTextual()).isTrue();
            assertThat(TestHub.json(answer).asText()).contains("bad matcher format");
        }
        assertThat(TestHub.json(hub.get("/api/v2/alerts" + query("receiver", "(")))
                        .asText())
                .contains("failed to parse receiver param");
        assertThat(hub.get("/api/v2/alerts" + query("active", "perhaps")).statusCode())
                .isEqualTo(400);
    }

    /** As amtool, karma and Grafana ask (their sources); what they need of an answer is what openapi.yaml requires. */
    @Test
    void theCallsOfToolsAreAnsweredWithAllThatTheyNeed() {
        for (String call : List.of(
                "/api/v2/alerts?active=true&inhibited=false&silenced=false&unprocessed=false",
                "/api/v2/alerts?active=true&filter=rack%3D%22r0%22&inhibited=true&silenced=true&unprocessed=true&receiver=hook",
                "/api/v2/alerts?silenced=false&inhibited=false&active=true",
                "/api/v2/alerts")) {
            assertThat(get(call)).isNotEmpty().allSatisfy(AlertmanagerAlertsTest::isWholeAlert);
        }
        for (String call :
                List.of("/api/v2/alerts/groups", "/api/v2/alerts/groups?active=true&silenced=true&inhibited=true")) {
            assertThat(get(call)).isNotEmpty().allSatisfy(group -> {
                assertThat(group.path("labels").isObject()).isTrue();
                assertThat(group.at("/receiver/name").asText()).isNotEmpty();
                assertThat(group.path("alerts")).isNotEmpty().allSatisfy(AlertmanagerAlertsTest::isWholeAlert);
            });
        }
        assertThat(get("/api/v2/silences")).isNotEmpty().allSatisfy(silence -> {
            assertThat(List.of("id", "status", "updatedAt", "matchers", "startsAt", "endsAt", "createdBy", "comment"))
                    .allMatch(silence::hasNonNull);
            assertThat(silence.at("/matchers/0/isEqual").isBoolean())
                    .as("karma reads it unasked")
                    .isTrue();
        });
        JsonNode status = get("/api/v2/status");
        assertThat(List.of("version", "revision", "branch", "buildUser", "buildDate", "goVersion"))
                .allMatch(status.path("versionInfo")::hasNonNull);
    }

    private static void isWholeAlert(JsonNode alert) {
        assertThat(List.of(
                        "labels",
                        "annotations",
                        "receivers",
                        "fingerprint",
                        "startsAt",
                        "updatedAt",
                        "endsAt",
                        "status"))
                .allMatch(alert::hasNonNull);
        assertThat(List.of("state", "silencedBy", "inhibitedBy", "mutedBy")).allMatch(alert.path("status")::hasNonNull);
        assertThat(alert.path("receivers")).isNotEmpty();
    }

    @Test
    void nobodyReadsWithoutAnAdminsToken() {
        for (String path : List.of("/api/v2/alerts", "/any/api/v2/alerts/groups", "/api/v2/receivers")) {
            assertThat(hub.exchange(hub.request(path)).statusCode()).isEqualTo(401);
        }
        assertThat(get("/any/api/v2/alerts").size())
                .isEqualTo(get("/api/v2/alerts").size());
    }
}
