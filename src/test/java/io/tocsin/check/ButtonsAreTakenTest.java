package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ButtonsAreTakenTest {

    @TempDir
    private Path folder;

    private static String instance(String template, String parameters) {
        return """
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: a-%1$s
                    prefixId: a-%1$s-
                    parameters:
                      - { name: receiver, value: ops }
                %s""".formatted(template, parameters.indent(6));
    }

    private List<String> findings() {
        return new ButtonsAreTaken()
                .check(RouteFiles.read(List.of(folder), new Properties(), Set.of())).stream()
                        .map(Finding::toString)
                        .toList();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({
        "slack,slack-answers",
        "telegram,telegram-poll",
        "telegram,telegram-answers",
        "discord,discord-answers",
        "mattermost,mattermost-answers"
    })
    void buttonsNeedASourceThatTakesTheirAnswers(String channel, String taker) throws Exception {
        write(
                "receivers/ops.camel.yaml",
                instance(
                        channel,
                        "- { name: buttons, value: \"true\" }\n- { name: secret, value: \"{{env:SECRET}}\" }"));
        assertThat(findings()).singleElement().asString().contains("ops.camel.yaml:7", taker);
        write("sources/chat.camel.yaml", instance(taker, ""));
        assertThat(findings()).isEmpty();
        write("sources/chat.camel.yaml", "- templatedRoute: [");
        assertThat(findings()).as("it may be in what can't be read").isEmpty();
    }

    @Test
    void withoutButtonsNothingIsNeeded() throws Exception {
        write("receivers/ops.camel.yaml", instance("slack", "- { name: buttons, value: \"false\" }"));
        write("receivers/others.camel.yaml", instance("ntfy", "- { name: buttons, value: \"true\" }"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void mattermostsButtonsNeedASecret() throws Exception {
        write(
                "receivers/ops.camel.yaml",
                instance("mattermost", "- { name: buttons, value: \"https://hub.example.org/v1/answers/m\" }"));
        write("sources/chat.camel.yaml", instance("mattermost-answers", ""));
        assertThat(findings()).singleElement().asString().contains("buttons without `secret`");
    }
}
