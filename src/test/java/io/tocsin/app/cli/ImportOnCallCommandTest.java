package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ./hub import} of on-call tools, and {@code ./hub check} of what it makes. */
@Tag("slow")
class ImportOnCallCommandTest {

    private static final Path SAMPLES = Path.of("src/test/resources/oncall");

    @TempDir
    Path work;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int hub(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Main.commandLine(
                new Main.Surroundings(Path.of(""), name -> Optional.empty(), InputStream.nullInputStream()));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private int imported(String tool, String... more) throws IOException {
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
        assertThat(imported(tool)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("Not carried over, or not quite:")
                .contains("carries email")
                .contains("./hub check --routes routes," + work.resolve("imported"));

        assertThat(hub("check", "--routes", "routes," + work.resolve("imported")))
                .as(() -> out + "\n" + err)
                .isZero();
        assertThat(out.toString()).contains("Nothing to fix");

        assertThat(imported(tool)).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty");
    }

    @Test
    void programsGetItWhole() throws IOException {
        assertThat(imported("opsgenie", "--json")).as(err.toString()).isZero();
        JsonNode told = new ObjectMapper().readTree(out.toString());
        assertThat(told.path("people").asInt()).isEqualTo(3);
        assertThat(told.path("kinds").toString()).isEqualTo("[\"email\",\"sms\",\"voice\"]");
        assertThat(told.path("files").toString())
                .isEqualTo("[\"rules/escalations.yaml\",\"rules/recipients.yaml\",\"rules/schedules.yaml\"]");
        assertThat(told.path("notCarriedOver").findValuesAsText("line")).isNotEmpty();
    }
}
