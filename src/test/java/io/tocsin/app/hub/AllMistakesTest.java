package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder with one mistake of each kind: no mistake hides another, each is told once, at the engineer's own file and line.
 * The mistakes are those of {@link HubCheckTest}, each under a name of its own so that they can stand side by side.
 */
@Tag("slow")
class AllMistakesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/check");
    private static final Path GOOD = FIXTURES.resolve("good");

    /**
     * About a file of which a folder has one: settings, recipients, mappings; a jq file that several mistakes have; rules that can be read;
     * or what may be in a file that cannot.
     */
    private static final Pattern ALONE = Pattern.compile(
            "setting-.*|property-.*|url-of-the-hub-.*|routing-key-.*|answers-that-nobody-takes"
                    + "|.*person.*|recipient-.*|receiver-of-a-kind-.*|jq-of-one-.*|rule-test-that-fails|mapping-.*|sample-.*|severities-.*");

    @TempDir
    private Path folder;

    @Test
    void noMistakeHidesAnotherAndEachIsToldOnceAtItsOwnLine() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Path mistake : mistakes()) {
            expected.addAll(copy(mistake));
        }
        expected.addAll(data());
        HubSettings settings = HubSettings.read(folder.resolve("none"), name -> Optional.empty())
                .with(Setting.ROUTES, GOOD + "," + folder);

        List<String> told = HubCheck.full(settings).stream()
                .map(AllMistakesTest::place)
                .map(place -> place.replace(folder + "/", ""))
                .sorted()
                .toList();

        assertThat(expected).hasSizeGreaterThan(90);
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Path> mistakes() throws IOException {
        try (Stream<Path> all = Files.list(FIXTURES)) {
            return all.filter(path -> !path.equals(GOOD))
                    .filter(path ->
                            !ALONE.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Copies a mistake, its files and what is called night, pager ... in it under the mistake's name. */
    private List<String> copy(Path mistake) throws IOException {
        String name = mistake.getFileName().toString();
        try (Stream<Path> files = Files.walk(mistake)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("findings.txt")) {
                    Path copy = folder.resolve(renamed(mistake.relativize(file).toString(), name));
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, renamed(Files.readString(file), name));
                }
            }
        }
        return Files.readAllLines(mistake.resolve("findings.txt")).stream()
                .map(line -> renamed(line.replaceFirst(": found .*", ""), name))
                .toList();
    }

    private static String renamed(String text, String name) {
        return text.replaceAll("\\bday\\b", name + "-day").replaceAll("\\b(night|pager|calm|patient)\\b", name);
    }

    /** Mistakes in data: two rules files, of which one is no YAML, and two mappings. */
    private List<String> data() throws IOException {
        write("rules/broken.yaml", "rules:\n  - name: a: b\n");
        write("rules/never.yaml", """
                rules:
                  - name: never
                    when: { severity: [ hihg ] }
                    notify: [ ops ]
                  - name: lost
                    when: { status: [ firing ] }
                    notify: [ opps ]
                """);
        write("sources/mappings.yaml", """
                mappings:
                  - name: slip
                    when: { slip: [ { exists: true } ] }
                    jq: slip.jq
                    smaples: samples/slip
                  - name: field
                    when: { field: [ { exists: true } ] }
                    jq: field.jq
                """);
        write("sources/slip.jq", ".");
        write("sources/field.jq", "{ title: .field, sevrity: 1 }");
        write("sources/samples/field/a.json", "{ \"field\": \"x\" }");
        write("sources/samples/field/a.expected.json", "[ {} ]");
        write("receivers/five.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: hook
                    routeId: five
                    prefixId: five-
                    parameters:
                      - name: receiver
                        value: five
                      - name: url
                        value: "{{env:NO_SUCH_HOOK}}"
                      - name: fallback
                        value: nobody
                - templatedRoute:
                    routeTemplateRef: hook
                    routeId: six
                    prefixId: six-
                    parameters:
                      - name: receiver
                        value: six
                      - name: url
                        value: "ftp:nowhere"
                """);
        return List.of(
                "rules/broken.yaml:2",
                "rules/never.yaml:3",
                "rules/never.yaml:7",
                "sources/mappings.yaml:5",
                "sources/field.jq:1",
                "receivers/five.camel.yaml:9",
                "receivers/five.camel.yaml:11",
                "receivers/five.camel.yaml:20");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String place(Finding finding) {
        return finding.line() > 0 ? finding.file() + ":" + finding.line() : finding.file();
    }
}
