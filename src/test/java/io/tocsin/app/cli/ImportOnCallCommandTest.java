package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./hub import} of on-call tools, and {@code ./hub check} of what it makes. */
@Tag("slow")
class ImportOnCallCommandTest {

    private static final Path SAMPLES = Path.of("src/test/resources/oncall");

    @TempDir
    Path work;

    private static Shell.Ran hub(String... arguments) {
        return Shell.in(Path.of("")).run(arguments);
    }

    private Shell.Ran imported(String tool, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("import", tool));
        try (Stream<Path> files = Files.list(SAMPLES.resolve(tool))) {
            files.sorted().map(Path::toString).forEach(arguments::add);
        }
        arguments.addAll(List.of("--to", work.resolve("imported").toString()));
        arguments.addAll(List.of(more));
        return hub(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "opsgenie", "grafana-oncall"})
    void theCheckFindsNothingToFixInWhatIsMade(String tool) throws IOException {
        Shell.Ran made = imported(tool);
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("Not carried over, or not quite:")
                .contains("carries email")
                .contains("./hub check --routes routes," + work.resolve("imported"));

        Shell.Ran checked = hub("check", "--routes", "routes," + work.resolve("imported"));
        assertThat(checked.exit()).as("%s", checked).isZero();
        assertThat(checked.out()).contains("Nothing to fix");

        Shell.Ran again = imported(tool);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("is not empty");
    }

    @Test
    void programsGetItWhole() throws IOException {
        Shell.Ran made = imported("opsgenie", "--json");
        assertThat(made.exit()).as(made.err()).isZero();
        JsonNode told = new ObjectMapper().readTree(made.out());
        assertThat(told.path("people").asInt()).isEqualTo(3);
        assertThat(told.path("kinds").toString()).isEqualTo("[\"email\",\"sms\",\"voice\"]");
        assertThat(told.path("files").toString())
                .isEqualTo("[\"rules/escalations.yaml\",\"rules/recipients.yaml\",\"rules/schedules.yaml\"]");
        assertThat(told.path("notCarriedOver").findValuesAsText("line")).isNotEmpty();
    }
}
