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

class AnswersAreTakenTest {

    @TempDir
    private Path folder;

    private void write(String path, String template, String name, String value) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: a-%1$s
                    prefixId: a-%1$s-
                    parameters:
                      - { name: %s, value: "%s" }
                """.formatted(template, name, value));
    }

    private List<String> findings() {
        return new AnswersAreTaken()
                .check(RouteFiles.read(List.of(folder), new Properties(), Set.of())).stream()
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void confirmationsAreAskedForOfAReceiverThatIsThere() throws IOException {
        write("sources/poll.camel.yaml", "pushover-poll", "emergencies", "duty-puhs");
        assertThat(findings())
                .singleElement()
                .asString()
                .contains("poll.camel.yaml:6", "no receiver of the template pushover", "there is none");
        write("receivers/push.camel.yaml", "pushover", "receiver", "duty-push");
        assertThat(findings()).singleElement().asString().contains("did you mean `duty-push`?");
        write("sources/poll.camel.yaml", "pushover-poll", "emergencies", "duty-push");
        assertThat(findings()).isEmpty();
        write("sources/poll.camel.yaml", "pushover-poll", "emergencies", "{{env:RECEIVER}}");
        assertThat(findings()).as("who knows").isEmpty();
    }
}
