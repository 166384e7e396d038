package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class WindowsCommandTest {

    private static final String RULES = """
            rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]
            windows:
              - name: nightly-backup
                description: The backup loads the disks
                when: { labels: { alertname: [ DiskSlow ] } }
                start: 2026-01-31T02:00
                for: 2h
                zone: Europe/Berlin
                repeat: FREQ=DAILY
            """;

    private final Sink sink = Sink.start();
    private TestHub hub;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        hub = HubFiles.in(folder)
                .rules(RULES)
                .webhook("hook", sink.url(), Map.of())
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    private Ran run(String... arguments) {
        return Shell.at(hub, hub.files(), folder).run(arguments);
    }

    @Test
    void aWindowIsPreviewedAddedListedTracedAndEndedAndOneOfAFileIsLeftToTheFile() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        sink.await(1);
        Ran preview = run(
                "windows",
                "preview",
                "env=test",
                "--start",
                "2100-01-01T02:00",
                "--for",
                "2h",
                "--zone",
                "UTC",
                "--repeat",
                "FREQ=DAILY",
                "--except",
                "2100-01-02");
        assertThat(preview.out())
                .as(preview.err())
                .contains("2100-01-01T02:00:00Z", "2100-01-03T02:00:00Z", "it would hide 1 alert that fires now")
                .doesNotContain("2100-01-02T02");

        Ran added = run(
                "windows",
                "add",
                "env=test",
                "--for",
                "2h",
                "--comment",
                "new disks",
                "--as",
                "mia",
                "--notify",
                "hook");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out()).matches("win_\\w+ active until \\S+Z\\n");
        String id = added.out().split(" ")[0];
        String event = hub.send(
                "ci", "{\"title\": \"it burns more\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> hub.count("SELECT count(*) FROM held") == 1);
        assertThat(run("windows", "list").out())
                .containsPattern(
                        "nightly-backup +(pending|active) .* FREQ=DAILY +…\\S*default.yaml:3 +0 +\\{.*DiskSlow.*The backup")
                .containsPattern(id + " +active .* mia +1 +env=\"test\" +new disks\n")
                .endsWith("2 windows\n");
        assertThat(run("trace", event).out()).contains("held back by window " + id, "by mia: new disks");

        String incident = hub.text("SELECT incident_id FROM held").orElseThrow();
        assertThat(run("trace", incident).out())
                .as("nobody was notified of it, and its id leads to its event")
                .startsWith("event " + event)
                .containsPattern("held back by window " + id + " until \\S+Z: alert alr_")
                .containsPattern("held back by window " + id + " until \\S+Z, by mia: new disks")
                .containsPattern("next at \\S+Z: rule all: what holds alerts back ends");
        assertThat(run("incidents", "show", incident).out()).contains("held back by window " + id + " until ");

        Ran ofFile = run("windows", "end", "nightly-backup");
        assertThat(ofFile.exit()).isOne();
        assertThat(ofFile.err()).contains("409", "is written in ", "default.yaml:3", "remove or change it there");
        assertThat(run("windows", "end", id, "--as", "mia", "--reason", "disks are in")
                        .out())
                .isEqualTo(id + " ended\n");
        sink.await(4); // that it begins, that it ends, and what it hid
        assertThat(run("windows", "end", id).err()).contains("is over already");
        assertThat(run("windows", "list", "--state", "over", "-o", "yaml").out())
                .contains("id: \"" + id + "\"", "from: \"api\"");
        assertThat(run("audit", "list", "--action", "window").out()).endsWith("2 entries\n");
    }

    @Test
    void whatIsNoWindowIsRefusedWithWhatWasExpected() {
        refused("{}", "which alerts");
        refused(with("\"start\": \"soon\""), "start is soon; expected a time by the clock in the zone");
        refused(with("\"zone\": \"Mars\""), "zone is Mars; expected a time zone such as Europe/Berlin");
        refused(with("\"for\": \"2 hours\""), "for is 2 hours; expected a whole number and m, h or d");
        refused(with("\"for\": \"367d\""), "at most 366d");
        refused(with("\"repeat\": \"FREQ=MINUTELY\""), "a FREQ of HOURLY or longer");
        refused(with("\"repeat\": \"FREQ=DAILY\", \"except\": [\"xmas\"]"), "except is xmas; expected days");
        refused(with("\"except\": [\"2100-01-01\"]"), "has no repeat");
        refused(with("\"start\": \"2020-01-01T00:00\""), "all of it is past");
        refused(with("\"comment\": \"\""), "A window has a comment");
        refused(with("\"color\": \"red\""), "There is no field color");
        refused(with("\"notify\": [\"hok\"]"), "the receiver hok, which there is not; did you mean hook?");
        refused(with("\"notify\": [{\"people\": {\"names\": [\"ann\"]}}]"), "expected a receiver's name, or {");
        refused(with("\"notify\": [{\"people\": {\"names\": [\"ann\"], \"via\": [\"email\"]}}]"), "the person ann");
        String everything = with("\"confirm\": false")
                .replace("\"matchers\": [\"env=test\"]", "\"pattern\": {\"status\": [\"firing\"]}");
        assertThat(TestHub.json(hub.post("/v1/windows", everything))
                        .path("type")
                        .asText())
                .isEqualTo("urn:tocsin:problem:window-hides-everything");
        assertThat(hub.get("/v1/windows/win_nothing").statusCode()).isEqualTo(404);
        assertThat(hub.get("/v1/windows?state=gone").statusCode()).isEqualTo(400);
        JsonNode shown = hub.read("/v1/windows/nightly-backup");
        assertThat(shown.path("from").asText()).isEqualTo("file");
        assertThat(shown.path("for").asText()).isEqualTo("2h");
    }

    /** A right body with a field said otherwise: of two of one name the last counts. */
    private static String with(String field) {
        return "{\"matchers\": [\"env=test\"], \"start\": \"2100-01-01T02:00\", \"for\": \"2h\", \"zone\": \"UTC\","
                + " \"comment\": \"c\", " + field + "}";
    }

    private void refused(String body, String words) {
        HttpResponse<String> answer = hub.post("/v1/windows", body);
        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(TestHub.json(answer).path("detail").asText()).contains(words);
    }
}
