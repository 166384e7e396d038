package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./hub import alertmanager} and {@code ./hub check} of what it makes. */
@Tag("slow")
class ImportAlertmanagerCommandTest {

    private static final Path SOURCES = Path.of("src/test/resources/alertmanager");

    @TempDir
    Path work;

    private static Shell.Ran hub(String... arguments) {
        return Shell.in(Path.of("")).run(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"services.yml", "platform.yml"})
    void theCheckFindsNothingToFixInWhatIsMade(String source) throws IOException {
        checked(source);
    }

    @Test
    @Tag("long")
    void nothingIsToFixWhereRoutesHaveHoursEither() throws IOException {
        checked("hours.yml");
    }

    private void checked(String source) throws IOException {
        Path to = work.resolve("imported");
        Shell.Ran made = hub("import", "alertmanager", SOURCES.resolve(source).toString(), "--to", to.toString());
        assertThat(made.exit()).as(made.err()).isZero();
        Path settings = work.resolve("application.properties");
        Files.writeString(settings, "hub.guard.allow=10.0.0.0/8\n"); // plain http in a cluster

        Shell.Ran checked = hub("check", "--config", settings.toString(), "--routes", "routes," + to);
        assertThat(checked.exit()).as("%s", checked).isZero();
        assertThat(checked.out()).contains("Nothing to fix");
    }

    @Test
    void whatIsNotCarriedOverIsSaidWithItsLineAndSecretsAreForTheirOwnerAlone() throws IOException {
        Path to = work.resolve("imported");
        Path source = SOURCES.resolve("services.yml");
        Shell.Ran made = hub("import", "alertmanager", source.toString(), "--to", to.toString());
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("10 rules", "8 entries under incidents", "1 inhibition")
                .contains(source + ":9: templates")
                .contains("victorops_configs", "opsgenie_configs", "image_url")
                .contains("./hub check --routes routes," + to)
                .doesNotContain("two\nlines");
        Path secret = to.resolve("secrets/team-x-mails-password");
        assertThat(Files.readString(secret)).isEqualTo("two\nlines");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> receivers = Files.list(to.resolve("receivers"))) {
            assertThat(receivers).hasSize(8).allSatisfy(file -> assertThat(Files.readString(file))
                    .doesNotContain("0123456789abcdef")
                    .doesNotContain("hooks.slack"));
        }

        Shell.Ran again = hub("import", "alertmanager", source.toString(), "--to", to.toString());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("is not empty");
    }

    @Test
    void programsGetItWhole() throws IOException {
        Path to = work.resolve("imported");
        JsonNode told = new ObjectMapper()
                .readTree(hub(
                                "import",
                                "alertmanager",
                                SOURCES.resolve("hours.yml").toString(),
                                "--to",
                                to.toString(),
                                "--json")
                        .out());
        assertThat(told.path("notCarriedOver").findValuesAsText("line")).isNotEmpty();
        assertThat(told.path("receivers").toString()).isEqualTo("[\"email\",\"telegram\"]");
        assertThat(told.path("files").toString()).contains("rules/alertmanager.yaml", "secrets/telegram-token");
    }

    @Test
    void aFileThatIsNoConfigurationIsRefusedWithItsLine() throws IOException {
        Path file = work.resolve("a.yml");
        Files.writeString(file, "a: [");
        String to = work.resolve("to").toString();
        Shell.Ran broken = hub("import", "alertmanager", file.toString(), "--to", to);
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err()).contains("a.yml:");
        Shell.Ran missing =
                hub("import", "alertmanager", work.resolve("none.yml").toString(), "--to", to);
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("none.yml is not there");
    }
}
