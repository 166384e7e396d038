package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of more labels than an alert may have, those that rules, routes and messages in use name are kept first. */
@Timeout(120)
class NamedLabelsTest {
    private static final String LONG = "z".repeat(990);

    @TempDir
    Path folder;

    @Test
    void aRuleThatIsSavedNowMatchesALabelThatComesLastAmongFortyKilobytes() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(rule("{ labels: { nobody: [ sends ] } }"))
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            String before = hub.send("ci", alert("one"));
            await().until(() -> hub.read("/v1/events/" + before).toString().contains("\"decided\""));

            long taken = hub.hub().rules().taken();
            hub.files().rules(rule("{ $or: [ { labels: { zz_group: [ \"" + LONG + "\" ] } }, { title: [ no ] } ] }"));
            await().until(() -> hub.hub().rules().taken() > taken);
            hub.send("ci", alert("two"));

            sink.await(1);
            assertThat(sink.got().get(0).body()).contains("two", "\"zz_group\":\"" + LONG, " labels are left out: ");
            assertThat(hub.count("SELECT count(*) FROM delivery")).isOne();
        }
    }

    @Test
    void aLabelThatAMessageOrARouteNamesIsKept() {
        HubFiles files = HubFiles.in(folder)
                .rules(rule("{ title: [ { exists: true } ] }"))
                .write(
                        "channels/own.jq",
                        "{group: [.alerts[].labels[\"zz_group\"]], more: [.alerts[].labels.zz_more]}");
        try (Sink sink = Sink.start();
                TestHub hub = files.webhook("hook", sink.url(), Map.of("template", "own.jq"))
                        .start()) {
            hub.send("ci", alert("one"));

            sink.await(1);
            assertThat(sink.got().get(0).body())
                    .isEqualTo("{\"group\":[\"" + LONG + "\"],\"more\":[\"" + LONG + "\"]}");
        }
    }

    private static String rule(String when) {
        return "rules:\n  - name: all\n    when: " + when + "\n    notify: [ hook ]\n";
    }

    private static String alert(String title) {
        StringBuilder labels = new StringBuilder();
        for (int i = 100; i < 140; i++) {
            labels.append("\"label")
                    .append(i)
                    .append("\": \"")
                    .append("x".repeat(950))
                    .append("\", ");
        }
        return "{\"title\": \"" + title + "\", \"job\": \"" + title + "\", \"labels\": {" + labels + "\"zz_more\": \""
                + LONG + "\", \"zz_group\": \"" + LONG + "\"}}";
    }
}
