package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    private static final String BEFORE = """
            rules:
              - { name: disks, when: { title: [ disk ] }, notify: [ ops, pager ] }
              - { name: rest, when: { title: [ { anything-but: [ disk ] } ] }, notify: [ ops ] }
            """;
    private static final String EVENTS = """
            {"at": "2026-01-05T09:00:00Z", "source": "shop", "body": {"title": "disk", "severity": "high", "status": "firing"}}
            {"at": "2026-01-05T09:01:00Z", "source": "shop",
             "body": {"title": "cpu", "severity": "low", "status": "firing"}}
            {"at": "2026-01-05T09:02:00Z", "source": "shop", "body": {"title": "cpu", "severity": "low", "status": "ok"}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        write("routes/sources/mappings.yaml", """
                mappings:
                  - { name: plain, description: As it is, when: { title: [ { exists: true } ] }, jq: plain.jq }
                """);
        write("routes/sources/plain.jq", "{title, severity, status}");
        write("routes/rules/test.yaml", BEFORE);
        write("events.jsonl", EVENTS);
    }

    @Test
    void aFileOfEventsSaysWhoIsNotifiedAndWhen() {
        Ran ran = simulate("--events", path("events.jsonl"));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith(
                        "2026-01-05T09:00:00Z notified ops opened high disk by disks",
                        "2026-01-05T09:00:00Z notified pager opened high disk by disks",
                        "2026-01-05T09:01:00Z notified ops opened low cpu by rest",
                        "2026-01-05T09:02:00Z notified ops resolved low cpu by rest")
                .last()
                .asString()
                .matches("4 notices from 3 events: 3 alerts, 0 of them only sent again \\(.* events/s\\)");
    }

    @Test
    void jsonAndYamlHaveAllOfIt() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(simulate("--events", path("events.jsonl"), "--json").out());
        assertThat(json.path("lines")).hasSize(4);
        assertThat(json.at("/lines/0/receiver").asText()).isEqualTo("ops");
        assertThat(json.at("/lines/0/firing/0/title").asText()).isEqualTo("disk");
        assertThat(json.at("/figures/notified").asInt()).isEqualTo(4);
        assertThat(simulate("--events", path("events.jsonl"), "-o", "yaml").out())
                .contains("receiver: \"pager\"");
    }

    @Test
    void anEditThatChangesNothingIsSaidToAndAnyOtherFailsWhereThatIsAsked() throws IOException {
        write("same/test.yaml", BEFORE.replace("name: rest", "name: others"));
        Ran same = simulate("--events", path("events.jsonl"), "--rules", path("same"), "--diff", "--fail-on-change");
        assertThat(same.out()).isEqualTo("The edit changes nothing: 4 notices.\n");
        assertThat(same.exit()).isZero();

        write("edited/test.yaml", """
                rules:
                  - { name: disks, when: { title: [ disk ] }, notify: [ ops, mail ], wait: 30s }
                  - { name: rest, when: { title: [ { anything-but: [ disk ] } ] }, notify: [ ops ], severity: high, resolved: false }
                """);
        Ran edited =
                simulate("--events", path("events.jsonl"), "--rules", path("edited"), "--diff", "--fail-on-change");
        assertThat(edited.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "2026-01-05T09:00:00Z less pager opened high disk by disks",
                        "2026-01-05T09:00:30Z ~ time ops opened high disk by disks (30s later, not at 2026-01-05T09:00:00Z)",
                        "2026-01-05T09:00:30Z more mail opened high disk by disks",
                        "2026-01-05T09:01:00Z ~ content ops opened high cpu by rest (not opened, low, cpu)",
                        "2026-01-05T09:02:00Z less ops resolved low cpu by rest",
                        "The edit changes something: 4 notices before, 3 after; 1 more, 2 less, 1 at another time, 1 with other content.");
        assertThat(edited.exit()).isOne();

        write("other/test.yaml", BEFORE.replace("pager", "mail"));
        Ran other = simulate("--events", path("events.jsonl"), "--rules", path("other"), "--diff");
        assertThat(other.out()).contains("~ address", "mail", "(not to pager)");
        assertThat(other.exit()).isZero();
    }

    @Test
    void whatIsWrongIsToldWithItsLine() throws IOException {
        write(
                "bad.jsonl",
                EVENTS + "{\"at\": \"2026-01-05T08:00:00Z\", \"source\": \"shop\", \"body\": {\"title\": \"x\"}}\n");
        assertThat(simulate("--events", path("bad.jsonl")).err())
                .contains("bad.jsonl:5: found at: 2026-01-05T08:00:00Z after 2026-01-05T09:02:00Z");
        write("worse.jsonl", "{\"at\": \"2026-01-05T08:00:00Z\", \"boddy\": {}}");
        assertThat(simulate("--events", path("worse.jsonl")).err())
                .contains("worse.jsonl:1: found the unknown field `boddy`", "did you mean `body`?");
        write("broken.jsonl", "{\"at\": ");
        assertThat(simulate("--events", path("broken.jsonl")).err())
                .contains("broken.jsonl:1: found Unexpected end-of-input");
        write("story.yaml", "events:\n  - { at: 0s, allert: { title: x } }\n");
        assertThat(simulate("--events", path("story.yaml")).err())
                .contains("story.yaml:2: found the unknown field `allert`");
        write("twice.yaml", """
                silences:
                  - { name: move, matchers: [ 'rack="7"' ], until: 1h }
                  - { name: move, matchers: [ 'rack="8"' ], until: 1h }
                events: []
                """);
        assertThat(simulate("--events", path("twice.yaml")).err())
                .contains("twice.yaml:3: found the silence name \"move\" a second time", "(the first is on line 2)");
        assertThat(simulate("--last", "1h").err()).contains("There is no store yet", "--events");
        assertThat(simulate("--events", path("events.jsonl"), "--diff").exit()).isEqualTo(2);
        assertThat(simulate().exit()).isEqualTo(2);
        assertThat(simulate("--events", path("events.jsonl"), "--until", "later")
                        .err())
                .contains("`later` is no time");
    }

    @Test
    void aTimeEndsIt() {
        assertThat(simulate("--events", path("events.jsonl"), "--until", "2026-01-05T09:01:30Z")
                        .out())
                .contains("3 notices from 2 events");
    }

    private Ran simulate(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Shell.in(folder)
                .with("HUB_ROUTES", path("routes"))
                .with("HUB_DATA", folder.resolve("data").toString())
                .run(all);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
