package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's amtool against a hub: what the hub refuses, it tells in words that amtool shows. */
@Timeout(120)
@Tag("slow")
class AmtoolTest {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void anAlertIsTakenAndARefusalIsShown() throws Exception {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            String url = hub.url().replace("http://", "http://any:" + hub.token() + "@");
            assertThat(amtool(url, "alert", "add", "alertname=DiskFull", "host=db1"))
                    .isEmpty();
            sink.await(1);

            assertThat(amtool(url, "alert", "add", "alertname="))
                    .as("400 is told in full")
                    .contains("1 of 1 refused", "labels: none");
            assertThat(amtool(hub.url(), "alert", "add", "alertname=DiskFull"))
                    .as("of a status that Alertmanager's API does not name, amtool shows the number")
                    .contains("401")
                    .doesNotContain("no consumer");
            assertThat(amtool(hub.url(), "alert", "query")).contains("401");
        }
    }

    @Test
    void silencesAreAddedQueriedUpdatedExpiredAndImported() throws Exception {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            String url = hub.url().replace("http://", "http://any:" + hub.token() + "@");
            String id = amtool(
                    url,
                    "silence",
                    "add",
                    "--author=ann",
                    "--duration=2h",
                    "--comment=we know",
                    "alertname=~\"Disk.*\"",
                    "env!=prod");
            assertThat(id).startsWith("sil_").doesNotContain(" ");
            assertThat(amtool(url, "alert", "add", "alertname=DiskFull", "host=db1"))
                    .isEmpty();
            await().until(() -> hub.count("SELECT count(*) FROM held WHERE held_by = 'silence " + id + "'") == 1);
            assertThat(sink.got()).isEmpty();

            assertThat(amtool(url, "silence", "query", "env=prod"))
                    .contains(id, "alertname=~\"Disk.*\"", "env!=\"prod\"", "ann", "we know");
            assertThat(amtool(url, "silence", "query", "team=ops")).doesNotContain(id);
            assertThat(amtool(url, "silence", "update", "--duration=4h", "--comment=still", id))
                    .contains(id, "still");
            String exported = amtool(url, "silence", "query", "--output=json");
            assertThat(amtool(url, "silence", "expire", id)).isEmpty();
            sink.await(1);
            assertThat(amtool(url, "silence", "query")).doesNotContain(id);
            assertThat(amtool(url, "silence", "query", "--expired")).contains(id);
            assertThat(amtool(url, "silence", "expire", id)).contains("expired");
            assertThat(amtool(url, "silence", "expire", "sil_none")).contains("404");

            Files.writeString(work.resolve("silences.json"), exported.replace(id, ""));
            assertThat(amtool(url, "silence", "import", "silences.json")).startsWith("sil_");
            assertThat(amtool(hub.url(), "silence", "query")).contains("401");
            assertThat(amtool(url, "silence", "add", "--comment=c", "alertname=~.*"))
                    .contains("must not match the empty string");
        }
    }

    @Test
    void alertsAreQueriedByMatchersStatesAndReceivers() throws Exception {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, matchers: [ 'team=\"db\"' ], notify: [ hook ] } ]")
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            String url = hub.url().replace("http://", "http://any:" + hub.token() + "@");
            amtool(url, "silence", "add", "--author=ann", "--comment=we know", "alertname=Hidden");
            for (String name : List.of("DiskFull", "Hidden")) {
                amtool(url, "alert", "add", "alertname=" + name, "team=db", "--annotation=summary=it is " + name);
            }
            amtool(url, "alert", "add", "alertname=Unheard", "team=web");
            await().until(() -> hub.count("SELECT count(*) FROM alert") == 3);

            assertThat(amtool(url, "alert", "query"))
                    .contains("DiskFull", "it is DiskFull", "Unheard", "active")
                    .doesNotContain("Hidden");
            assertThat(amtool(url, "alert", "query", "--silenced")).contains("Hidden", "suppressed");
            assertThat(amtool(url, "alert", "query", "team=~d.", "alertname!=Hidden"))
                    .contains("DiskFull")
                    .doesNotContain("Unheard");
            assertThat(amtool(url, "alert", "query", "--receiver=nobody"))
                    .contains("Unheard")
                    .doesNotContain("DiskFull");
            assertThat(amtool(url, "alert", "query", "--output=extended")).contains("team=\"db\"");
            assertThat(amtool(url, "alert", "query", "--output=json", "DiskFull"))
                    .contains("\"fingerprint\"");
            assertThat(amtool(url, "config", "show")).contains("- name: \"hook\"");
            assertThat(amtool(url, "cluster", "show")).contains("disabled");
        }
    }

    private String amtool(String url, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(DebianProgram.file("amtool").toString(), "--alertmanager.url=" + url));
        command.addAll(List.of(arguments));
        Path said = work.resolve("amtool.txt");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said).strip();
    }
}
