package io.tocsin.channel.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.app.hub.HubCheck;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.files.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A parameter that is a length of time or a size takes a unit, and a number alone as before. */
@Tag("slow")
class UnitsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "{{seconds:openFor=60}}, 60",
        "{{seconds:openFor=5m}}, 300",
        "{{millis:responseTimeout=15000}}, 15000",
        "{{millis:responseTimeout=5s}}, 5000",
        "{{bytes:maxBody=65536}}, 65536",
        "{{bytes:maxBody=1MB}}, 1048576"
    })
    void camelKnowsTheFunctions(String placeholder, String value) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            assertThat(camel.resolvePropertyPlaceholders(placeholder)).isEqualTo(value);
        }
    }

    @Test
    void whatIsNoneIsSaidWithItsName() {
        assertThatThrownBy(() -> new Seconds().apply("openFor=soon"))
                .hasMessage("openFor is soon; expected a number and one of ms, s, m, h, d, such as 60s;"
                        + " a number alone is seconds");
        assertThatThrownBy(() -> new Seconds().apply("openFor=500ms"))
                .hasMessage("openFor is 500ms; expected whole seconds");
        assertThatThrownBy(() -> new Millis().apply("connectTimeout=")).hasMessageContaining("connectTimeout is ");
        assertThatThrownBy(() -> new Bytes().apply("maxBody=1TB"))
                .hasMessage("maxBody is 1TB; expected a number of bytes, or one with KB, MB or GB, such as 512KB");
    }

    @Test
    void aReceiverAndASourceTakeUnits() throws Exception {
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder)
                    .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                    .webhook(
                            "hook",
                            sink.url(),
                            Map.of("connectTimeout", "5s", "responseTimeout", "1m", "openFor", "2m"))
                    .write("sources/ci.camel.yaml", """
                            - templatedRoute:
                                routeTemplateRef: http-source
                                routeId: source-ci
                                parameters:
                                  - { name: source, value: ci }
                                  - { name: maxBody, value: "1KB" }
                            """);
            assertThat(HubCheck.full(files.settings())).isEmpty();
            try (TestHub hub = files.start()) {
                hub.send("ci", "{\"title\": \"it burns\"}");
                assertThat(sink.await(1)).hasSize(1);
                assertThat(hub.post("/v1/events/ci", "{\"title\": \"" + "x".repeat(1100) + "\"}")
                                .statusCode())
                        .isEqualTo(413);
            }
        }
    }

    @Test
    void aReceiverWithoutOneIsRefusedByName() {
        HubFiles files = HubFiles.in(folder).webhook("hook", "https://hook.example", Map.of("openFor", "soon"));
        List<Finding> findings = HubCheck.full(files.settings());
        assertThat(findings).isNotEmpty().anySatisfy(finding -> assertThat(finding.toString())
                .contains("openFor", "soon"));
    }

    /** Every template's parameter whose description speaks of a unit goes through a function, and no new one forgets to. */
    @Test
    void everySpanAndSizeOfATemplateTakesAUnit() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                String text = Files.readString(file);
                Pattern.compile(
                                "- name: (\\w+)\\n(?: +\\w+: .*\\n)*? +description: (.*a number alone is .*)",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .results()
                        .forEach(parameter -> assertThat(text)
                                .as(file + ", " + parameter.group(1))
                                .containsPattern("\\{\\{(seconds|millis|bytes):" + parameter.group(1) + "=")
                                .doesNotContainPattern("[^=]\\{\\{" + parameter.group(1) + "}}"));
                assertThat(text)
                        .as(file.toString())
                        .doesNotContainPattern("(?i)description: .*(: |^)(seconds|milliseconds|most bytes)\\b");
            }
        }
    }
}
