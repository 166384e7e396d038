package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder beside {@code good} under {@code src/test/resources/check} holds one mistake, laid over the good files, and
 * {@code findings.txt} with exactly what is to be said of it. {@code -Dcheck.write=true} writes that file anew: read the
 * difference before you commit it.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class HubCheckTest {
    private static final Path FIXTURES = Path.of("src/test/resources/check");
    private static final Path GOOD = FIXTURES.resolve("good");
    private static final String FINDINGS = "findings.txt";

    static Stream<Path> mistakes() throws IOException {
        return Files.list(FIXTURES).filter(folder -> !folder.equals(GOOD)).sorted();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsToldWithItsFileAndLine(Path mistake) throws IOException {
        String told = check(mistake, GOOD + "," + mistake).stream()
                .map(Finding::toString)
                .map(line -> line.replace(mistake + "/", "")
                        .replace(GOOD + "/", "good/")
                        .replace(mistake.toString(), "."))
                .map(line -> line.replace(GOOD.toString(), "good"))
                .collect(Collectors.joining("\n", "", "\n"));
        Path expected = mistake.resolve(FINDINGS);
        if (Boolean.getBoolean("check.write")) {
            Files.writeString(expected, told);
        }
        assertThat(told).isEqualTo(Files.readString(expected));
        assertThat(told).isNotBlank();
    }

    @Test
    void filesWithoutAMistakeAreClean() throws IOException {
        assertThat(check(GOOD, GOOD.toString())).isEmpty();
    }

    @Test
    void theShippedRoutesAreClean() throws IOException {
        assertThat(check(Path.of("."), "routes")).isEmpty();
    }

    @Test
    void aStartLooksAtTheShippedRoutesAndFindsNothing() {
        assertThat(StartChecks.run(settings(Path.of("."), "routes"))).isEmpty();
    }

    @Test
    void aStartIsRefusedForAMistakeThatWouldLoseMessages() {
        Path mistake = FIXTURES.resolve("breaker-that-swallows-while-open");
        assertThat(StartChecks.run(settings(mistake, GOOD + "," + mistake)))
                .extracting(Finding::expected)
                .containsExactly("it, or while the breaker is open every delivery counts as delivered and is lost");
    }

    @Test
    void aStartIsRefusedForAParameterThatItsTemplateDoesNotHave() {
        Path mistake = FIXTURES.resolve("template-parameter-that-is-misspelt");
        assertThat(StartChecks.run(settings(mistake, GOOD + "," + mistake)))
                .extracting(Finding::line, Finding::fix)
                .containsExactly(tuple(10, "did you mean `fallback`?"));
    }

    @Test
    void aFolderThatIsMissingIsSaidOnce() throws IOException {
        assertThat(check(GOOD, GOOD + ",no/such/folder"))
                .extracting(Finding::file, Finding::found)
                .containsExactly(tuple("no/such/folder", "no folder"));
    }

    @Test
    void receiversThatTakeAnswersTakeNoMessagesAndTheOthersNoAnswers(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("receivers"));
        Files.writeString(folder.resolve("receivers/codepipeline.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: codepipeline-approval
                    routeId: codepipeline
                    prefixId: codepipeline-
                    parameters:
                      - { name: receiver, value: codepipeline }
                """);
        Files.createDirectories(folder.resolve("rules"));
        Path rules = folder.resolve("rules/approvals.yaml");
        String right = """
                rules:
                  - name: deployments
                    description: Deployments
                    when: { source: [ ci ] }
                    notify: [ log ]
                questions:
                  - name: production
                    when: { source: [ aws.codepipeline ] }
                    ask: [ log ]
                    by: { audience: technical }
                    answerTo: codepipeline
                """;
        Files.writeString(rules, right);
        Files.writeString(folder.resolve("rules/recipients.yaml"), """
                people:
                  - { name: ann, audience: technical, addresses: { email: ann@example.com } }
                """);
        assertThat(StartChecks.run(settings(Path.of("."), "routes," + folder))).isEmpty();
        Files.writeString(
                rules,
                right.replace("[ log ]", "[ log, codepipeline ]").replace("answerTo: codepipeline", "answerTo: log"));
        assertThat(StartChecks.run(settings(Path.of("."), "routes," + folder)))
                .extracting(Finding::line, Finding::found, Finding::expected)
                .containsExactlyInAnyOrder(
                        tuple(
                                5,
                                "the receiver `codepipeline` in rule `deployments`, which takes answers to questions and no messages",
                                "a receiver that people read"),
                        tuple(
                                9,
                                "the receiver `codepipeline` in question `production`, which takes answers to questions and no messages",
                                "a receiver that people read"),
                        tuple(
                                11,
                                "the receiver `log` in answerTo of question `production`, which takes no answers",
                                "a receiver of the template codepipeline-approval, one of codepipeline"));
    }

    private static List<Finding> check(Path properties, String routes) {
        try {
            return HubCheck.full(settings(properties, routes));
        } catch (InvalidFileException invalid) {
            return invalid.findings();
        }
    }

    private static HubSettings settings(Path folder, String routes) {
        return HubSettings.read(folder.resolve("application.properties"), name -> Optional.empty())
                .with(Setting.ROUTES, routes);
    }
}
