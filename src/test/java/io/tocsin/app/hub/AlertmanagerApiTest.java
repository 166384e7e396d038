package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub in the place of an Alertmanager. */
@Tag("slow")
class AlertmanagerApiTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final String RULES = "rules: [ { name: all, when: { source: [ prometheus ] }, notify: [ hook ] } ]";

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private Sink sink;
    private TestHub hub;

    @BeforeEach
    void start() {
        sink = Sink.start();
        hub = files().start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void anAlertIsDeliveredAndResolvedWhenItsEndHasCome() {
        assertThat(post(alert("DiskFull", "db1", NOW.plusSeconds(240))).statusCode())
                .isEqualTo(200);
        assertThat(kind(sink.await(1), 0)).isEqualTo("opened");

        hub.advance(clock, Duration.ofSeconds(60));
        assertThat(post(alert("DiskFull", "db1", NOW.plusSeconds(50))).statusCode())
                .isEqualTo(200);
        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    @Test
    void aRepeatedAlertWritesNothing() {
        String many = IntStream.range(0, 200)
                .mapToObj(i -> alert("Many", "host-" + i, NOW.plusSeconds(240)))
                .collect(Collectors.joining(","));
        post(many);
        sink.await(200);
        await().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);
        List<Long> before = rows();

        hub.advance(clock, Duration.ofSeconds(60));
        String again = many.replace(
                NOW.plusSeconds(240).toString(), NOW.plusSeconds(300).toString());
        assertThat(post(again).statusCode()).isEqualTo(200);

        assertThat(rows()).isEqualTo(before);
        assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(1);
    }

    @Test
    void anAlertThatIsNotToldAgainIsResolvedInTime() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(240)));
        sink.await(1);
        hub.advance(clock, Duration.ofSeconds(200));
        post(alert("DiskFull", "db1", NOW.plusSeconds(440)));

        hub.advance(clock, Duration.ofSeconds(239)); // the repetition counts
        assertThat(sink.got()).hasSize(1);

        hub.advance(clock, Duration.ofSeconds(1));
        JsonNode message = TestHub.json(sink.await(2).get(1).body());
        assertThat(message.at("/notice/kind").asText()).isEqualTo("resolved");
        assertThat(message.at("/alerts/0/endsAt").asText()).isEqualTo("2026-08-20T10:07:20Z");
        assertThat(message.at("/alerts/0/annotations/resolution").asText()).contains("not sent again");
    }

    @Test
    void anEndFarAwayIsBelievedForAWeekWithoutARepetition() {
        post(alert("CertExpires", "web", NOW.plus(Duration.ofDays(365))));
        sink.await(1);
        assertThat(hub.count("SELECT resolve_after FROM alert"))
                .isEqualTo(Duration.ofDays(7).toMillis());

        hub.advance(clock, Duration.ofDays(7));

        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    @Test
    void anEndThatIsBroughtNearerCounts() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(3600)));
        sink.await(1);
        await().until(() -> hub.count("SELECT count(*) FROM alert") == 1);
        post(alert("DiskFull", "db1", NOW.plusSeconds(120)));

        hub.advance(clock, Duration.ofSeconds(120));

        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    @Test
    void anAlertWithoutAnEndLastsForTheTimeout() {
        post("{\"labels\":{\"alertname\":\"Curl\"}}");
        sink.await(1);

        hub.advance(clock, Duration.ofMinutes(5));

        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    @Test
    void silenceEndsAnAlertAfterARestartToo() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(240)));
        sink.await(1);
        hub.close();

        clock.advance(Duration.ofHours(1)); // Nobody could tell it meanwhile: its time begins anew.
        hub = files().start();
        post(alert("Other", "db2", clock.instant().plusSeconds(900)));
        sink.await(2);
        assertThat(kind(sink.got(), 1)).isEqualTo("opened");

        hub.advance(clock, Duration.ofSeconds(240));
        assertThat(kind(sink.await(3), 2)).isEqualTo("resolved");
    }

    /** Prometheus tells it each minute: two of three times that is a look into memory, and then a row in the next commit. */
    @Test
    void repetitionsAreRenewedInTheStoreOnceLessThanHalfOfTheTimeIsLeft() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(240)));
        sink.await(1);
        for (int minute = 1; minute <= 2; minute++) {
            hub.advance(clock, Duration.ofMinutes(1));
            post(alert("DiskFull", "db1", clock.instant().plusSeconds(240)));
        }
        hub.hub().store().probe().join();
        assertThat(expiresIn()).isEqualTo(120);

        hub.advance(clock, Duration.ofMinutes(1));
        post(alert("DiskFull", "db1", clock.instant().plusSeconds(240)));
        await().until(() -> expiresIn() == 240);
        assertThat(hub.count("SELECT count(*) FROM event")).isOne();
    }

    /** What was repeated is in memory only; the store's end is nearer, and the hub knows better. */
    @Test
    void aRepetitionThatWasNotWrittenCountsToo() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(240)));
        sink.await(1);
        hub.advance(clock, Duration.ofSeconds(120));
        post(alert("DiskFull", "db1", NOW.plusSeconds(360)));

        hub.advance(clock, Duration.ofSeconds(130));
        await().until(() -> expiresIn() == 110);
        assertThat(sink.got()).hasSize(1);

        hub.advance(clock, Duration.ofSeconds(110));
        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    private long expiresIn() {
        return hub.count("SELECT expires_at FROM alert") / 1000
                - clock.instant().getEpochSecond();
    }

    @Test
    void anAlertThatReturnsAfterItsSilenceIsToldAnew() {
        post(alert("DiskFull", "db1", NOW.plusSeconds(240)));
        sink.await(1);
        hub.advance(clock, Duration.ofSeconds(240));
        sink.await(2);

        post(alert("DiskFull", "db1", clock.instant().plusSeconds(240)));

        assertThat(kind(sink.await(3), 2)).isEqualTo("opened");
    }

    /** One server of a pair lost its targets and told an end; the other one still sees the trouble. */
    @Test
    void whoGoesOnTellingAfterTheOthersEndIsBelievedInTheEnd() {
        post(told("2026-08-20T09:59:00Z", NOW.plusSeconds(240)));
        sink.await(1);
        post(told("2026-08-20T09:59:00Z", NOW));
        sink.await(2);

        for (int minute = 1; minute <= 3; minute++) {
            hub.advance(clock, Duration.ofMinutes(1));
            post(told("2026-08-20T09:59:05Z", clock.instant().plusSeconds(240)));
            decided(2 + minute);
        }
        assertThat(hub.count("SELECT count(*) FROM notice")).isEqualTo(2);

        hub.advance(clock, Duration.ofMinutes(1));
        post(told("2026-08-20T09:59:05Z", clock.instant().plusSeconds(240)));
        assertThat(kind(sink.await(3), 2)).isEqualTo("opened");
        hub.advance(clock, Duration.ofSeconds(240));
        assertThat(kind(sink.await(4), 3)).isEqualTo("resolved");
    }

    @Test
    void theLateEndOfAnEarlierEpisodeLeavesTheAlertExpected() {
        post(told("2026-08-20T09:59:00Z", NOW.plusSeconds(240)));
        sink.await(1);
        post(told("2026-08-20T09:50:00Z", Instant.parse("2026-08-20T09:55:00Z")));
        decided(2);
        assertThat(hub.text("SELECT status FROM alert")).hasValue("firing");

        hub.advance(clock, Duration.ofSeconds(240));

        assertThat(kind(sink.await(2), 1)).isEqualTo("resolved");
    }

    @Test
    void aBlankSummaryIsNoneAndTheAlertIsTold() {
        post("{\"labels\":{\"alertname\":\"EmptySum\",\"severity\":\"critical\"},"
                + "\"annotations\":{\"summary\":\"\",\"description\":\"\"}}");

        assertThat(sink.await(1).get(0).body()).contains("EmptySum");
        assertThat(hub.read("/v1/dead-letters").path("deadLetters")).isEmpty();
    }

    @Test
    void aBadAlertIsADeadLetterWithItsIndexAndTheOthersAreTaken() {
        HttpResponse<String> answer = post(alert("One", "a", NOW.plusSeconds(240)) + ",{\"labels\":{\"n\":7}},"
                + alert("Two", "b", NOW.plusSeconds(240)));

        assertThat(answer.statusCode()).isEqualTo(200);
        sink.await(2);
        JsonNode letters = hub.read("/v1/dead-letters").path("deadLetters");
        assertThat(letters).singleElement().satisfies(letter -> assertThat(
                        letter.path("reason").asText())
                .contains("alert 1 of the request")
                .contains("n is NUMBER"));
    }

    @Test
    void manyBadAlertsOfARequestAreOneDeadLetter() {
        String bad = "{},".repeat(500);

        assertThat(post(bad + alert("One", "a", NOW.plusSeconds(240))).statusCode())
                .isEqualTo(200);

        sink.await(1);
        JsonNode letters = hub.read("/v1/dead-letters").path("deadLetters");
        assertThat(letters).singleElement().satisfies(letter -> assertThat(
                        letter.path("reason").asText())
                .contains("500 of 501 refused", "alert 4 of the request", "and 495 more"));
    }

    @Test
    void aRequestWithoutOneAlertThatCanBeTakenIsRefusedInOneLineAndNotStored() {
        HttpResponse<String> answer = post("{},".repeat(9_999) + "{}");

        assertRefused(answer, 400, "10000 of 10000 refused", "labels: missing");
        assertThat(hub.count("SELECT count(*) FROM event")).isZero();
        assertThat(hub.count("SELECT count(*) FROM dead_letter")).isZero();
    }

    @Test
    void moreThanTenThousandAlertsAreRefusedWithoutReadingThemAll() {
        HttpResponse<String> answer = post("{},".repeat(1_390_000) + "{}");

        assertRefused(answer, 400, "more than 10000 elements");
        assertThat(hub.count("SELECT count(*) FROM event")).isZero();
    }

    @Test
    void aBodyIsReadAsStrictlyAsEverywhere() {
        String alert = alert("DiskFull", "db1", NOW.plusSeconds(240));
        for (String body : List.of(
                "[" + alert + "] trailing",
                "[" + alert + "][]",
                "\uFEFF[" + alert + "]",
                "[" + alert.replace("\"labels\"", "\"labels\":{},\"labels\"") + "]",
                "[" + alert.replace("\"startsAt\"", "\"value\":1e999999,\"startsAt\"") + "]",
                "[{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}]",
                "{\"alerts\":[]}",
                "17",
                "")) {
            assertRefused(hub.post("/api/v2/alerts", body), 400, "Bad request");
        }
        assertThat(hub.count("SELECT count(*) FROM event")).isZero();
    }

    @Test
    void everyRefusalOnItsPathsIsAJsonStringAsAlertmanagers() {
        for (String prefix : List.of("", "/any")) {
            String path = prefix + "/api/v2/alerts";
            assertRefused(
                    hub.exchange(hub.authorized(path).PUT(HttpRequest.BodyPublishers.ofString("[]"))),
                    405,
                    "Method not allowed");
            assertRefused(
                    hub.exchange(hub.request(path).POST(HttpRequest.BodyPublishers.ofString("[]"))),
                    401,
                    "Unauthorized");
            assertRefused(
                    hub.exchange(hub.authorized(path)
                            .header("Content-Encoding", "gzip")
                            .POST(HttpRequest.BodyPublishers.ofString("[]"))),
                    415,
                    "Content-Encoding");
            assertRefused(hub.post(path, " ".repeat(4 * 1024 * 1024) + "[]"), 413, "4194304");
            assertRefused(hub.get(prefix + "/api/v2/alerts/grouped"), 404, "Not found");
            assertRefused(hub.post(prefix + "/api/v2/status", ""), 405, "Method not allowed");
        }
        assertRefused(hub.post("/NoSource/api/v2/alerts", "[]"), 404, "Not found");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode told = TestHub.json(answer);
        assertThat(told.isTextual()).as(answer.body()).isTrue();
        assertThat(told.textValue()).contains(words).doesNotContain("\n");
    }

    @Test
    void aPathPrefixNamesTheSourceAndATokenMayBeAPassword() {
        String basic =
                Base64.getEncoder().encodeToString(("prometheus:" + hub.token()).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = hub.exchange(hub.request("/eu-west/api/v2/alerts")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + alert("X", "y", NOW.plusSeconds(240)) + "]")));

        assertThat(answer.statusCode()).isEqualTo(200);
        sink.await(1);
        assertThat(hub.text("SELECT source FROM event")).hasValue("eu-west");
    }

    @Test
    void nobodyPostsWithoutAToken() {
        HttpResponse<String> answer = hub.exchange(hub.request("/api/v2/alerts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[]")));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void whoTakesItForAnAlertmanagerIsAnsweredAsByOne() {
        for (String prefix : List.of("", "/any")) {
            JsonNode status = TestHub.json(hub.exchange(hub.request(prefix + "/api/v2/status")));
            assertThat(status.at("/cluster/status").asText()).isEqualTo("disabled");
            assertThat(status.at("/versionInfo/version").asText()).isNotEmpty();
            assertThat(status.path("uptime").asText()).isEqualTo(NOW.toString());
            assertThat(hub.exchange(hub.request(prefix + "/-/healthy")).body()).isEqualTo("OK");
            assertThat(hub.exchange(hub.request(prefix + "/-/ready")).body()).isEqualTo("OK");
        }
    }

    private HubFiles files() {
        return HubFiles.in(folder).clock(clock).rules(RULES).webhook("hook", sink.url(), Map.of());
    }

    private HttpResponse<String> post(String alerts) {
        return hub.post("/api/v2/alerts", "[" + alerts + "]");
    }

    private List<Long> rows() {
        return List.of(
                hub.count("SELECT count(*) FROM event"),
                hub.count("SELECT sum(fire_count) FROM alert"),
                hub.count("SELECT max(last_seen_at) FROM alert"),
                hub.count("SELECT count(*) FROM notice"));
    }

    private static String kind(List<Sink.Got> got, int index) {
        return TestHub.json(got.get(index).body()).at("/notice/kind").asText();
    }

    private void decided(long events) {
        await().until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == events);
    }

    private static String told(String begin, Instant end) {
        return alert("NodeDown", "n1", end).replace("2026-08-20T09:59:00Z", begin);
    }

    private static String alert(String name, String host, Instant end) {
        return """
                {"labels":{"alertname":"%s","host":"%s"},"annotations":{"summary":"%s on %s"},
                 "startsAt":"2026-08-20T09:59:00Z","endsAt":"%s","generatorURL":"http://prometheus.example.com/g"}
                """.formatted(name, host, name, host, end);
    }
}
