package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reported payloads whose order or repetition was got wrong, through a running hub. */
@Tag("slow")
class ReportedOrderTest {
    private static final Path REPORTED = Path.of("src/test/resources/reported");
    private static final String SENTRY = """
            - route:
                id: source-sentry
                description: Sentry's events, with a token in place of a signature
                errorHandler: { noErrorHandler: {} }
                from:
                  uri: accept:/v1/events/sentry
                  parameters: { source: sentry, keepHeaders: Sentry-Hook-Resource }
                  steps: [ { to: { uri: "inbox:events" } } ]
            """;

    @TempDir
    private Path folder;

    private Sink sink;
    private TestHub hub;

    @BeforeEach
    void start() {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of())
                .write("sources/sentry.camel.yaml", SENTRY)
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void whatFiresAgainWithTheBytesOfItsFirstMessageIsOpenedAgain() throws IOException {
        post("ci", "F02-own-id-1-firing.json");
        assertThat(kinds(1)).containsExactly("opened");
        post("ci", "F02-own-id-2-resolved.json");
        assertThat(kinds(2)).containsExactly("opened", "resolved");
        post("ci", "F02-own-id-3-firing-again.json");
        assertThat(kinds(3)).containsExactly("opened", "resolved", "opened");
    }

    @Test
    void aByteForByteRetryIsCountedAndOpensNothingAndNotifiesNobody() throws IOException {
        int sent = 0;
        for (String file :
                List.of("F02-own-id-1-firing.json", "F02-own-id-2-resolved.json", "F02-own-id-3-firing-again.json")) {
            post("ci", file);
            kinds(++sent); // an end that comes before its beginning was sent would be notified to nobody
            post("ci", file);
        }

        assertThat(kinds(3)).containsExactlyInAnyOrder("opened", "resolved", "opened");
        decided(6);
        assertThat(hub.count("SELECT fire_count FROM alert")).isEqualTo(4);
        assertThat(hub.count("SELECT count(*) FROM incident")).isEqualTo(2);
        assertThat(hub.count("SELECT count(*) FROM notice")).isEqualTo(3);
    }

    @Test
    void theLateEndOfAnEarlierEpisodeEndsNothing() throws IOException {
        post("am", "F07-1-firing-second-episode.json");
        post("am", "F07-2-late-resolved-first-episode.json");
        decided(2);

        assertThat(hub.text("SELECT state FROM incident")).hasValue("open");
        assertThat(hub.text("SELECT decision FROM event ORDER BY id DESC LIMIT 1")
                        .orElseThrow())
                .contains("\"verdict\":\"late\"", "it ends an earlier episode than the one that goes on");
    }

    @Test
    void anEndIsAnEndWhicheverComesFirst() throws IOException {
        post("sentry", "F13-sentry-1-resolved.json");
        post("sentry", "F13-sentry-2-critical.json");
        decided(2);
        assertThat(hub.text("SELECT status FROM alert")).hasValue("resolved");
        assertThat(hub.count("SELECT count(*) FROM incident")).isZero();
    }

    @Test
    void inTheirOrderTheyOpenAndResolve() throws IOException {
        post("sentry", "F13-sentry-2-critical.json");
        assertThat(kinds(1)).containsExactly("opened");
        post("sentry", "F13-sentry-1-resolved.json");

        assertThat(kinds(2)).containsExactly("opened", "resolved");
        assertThat(hub.text("SELECT status FROM alert")).hasValue("resolved");
    }

    private void post(String source, String file) throws IOException {
        long before = hub.count("SELECT count(*) FROM event WHERE state = 'decided'");
        int status = hub.exchange(hub.authorized("/v1/events/" + source)
                        .header("Content-Type", "application/json")
                        .header("Sentry-Hook-Resource", "metric_alert")
                        .POST(BodyPublishers.ofString(Files.readString(REPORTED.resolve(file)))))
                .statusCode();
        assertThat(status).isEqualTo(202);
        decided(before + 1);
    }

    private void decided(long events) {
        await().until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") >= events);
    }

    private List<String> kinds(int messages) {
        return sink.await(messages).stream()
                .map(got -> TestHub.json(got.body()).at("/notice/kind").asText())
                .collect(Collectors.toList());
    }
}
