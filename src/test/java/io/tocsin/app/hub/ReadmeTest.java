package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/getting-started.md says to add is added to a real hub, as it stands there; README.md leads there. */
class ReadmeTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!http|#)([^)#]+)[^)]*\\)|(?:src|srcset)=\"([^\"]+)\"");

    private final String readme = TestHub.read(Path.of("README.md"));
    private final String guide = TestHub.read(Path.of("docs/getting-started.md"));

    @TempDir
    Path folder;

    @Test
    void theExamplesMakeAHubThatTellsOfAFailedBackup() {
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder)
                    .write(
                            "rules/databases.yaml",
                            block("yaml", "name: database-in-trouble")
                                    .replace("notify: [ ops-hook ]", "notify: [ ops-hook, ops-space ]"))
                    .write("receivers/ops-hook.camel.yaml", receiver(sink.url() + "/ops"))
                    .write("receivers/ops-space.camel.yaml", space(sink.url() + "/space"))
                    .write("channels/rocket-chat.jq", block("jq", "@all"))
                    .write("sources/mappings.yaml", mappings())
                    .write("sources/backup-tool.jq", block("jq", "backup:"))
                    .write("sources/samples/backup-tool/failed.json", sample("failed.json"))
                    .write("sources/samples/backup-tool/failed.expected.json", sample("failed.expected.json"));

            assertThat(HubCheck.full(files.settings())).isEmpty();
            try (TestHub hub = files.start()) {
                hub.send("shop", sample("failed.json"));

                List<Sink.Got> got = sink.await(2);
                assertThat(got).extracting(Sink.Got::path).containsExactlyInAnyOrder("/hook/ops", "/hook/space");
                assertThat(got)
                        .filteredOn(one -> one.path().equals("/hook/space"))
                        .extracting(Sink.Got::body)
                        .containsExactly("{\"text\":\"[HIGH] Backup of orders failed\"}");
            }
        }
    }

    @Test
    void everyFileThatIsLinkedIsThere() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("bench/README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            Path folder = Optional.ofNullable(page.getParent()).orElse(Path.of(""));
            List<String> links = LINK.matcher(TestHub.read(page).replaceAll("(?s)```.*?```|`[^`\n]*`", ""))
                    .results()
                    .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                    .toList();
            assertThat(links).as(page.toString()).allMatch(link -> Files.exists(folder.resolve(link)));
        }
        assertThat(LINK.matcher(readme).results().count()).isGreaterThan(20);
    }

    @Test
    void theReadmeIsShortAndShowsAPicture() {
        assertThat(readme.lines().count()).isLessThanOrEqualTo(200);
        assertThat(readme).contains("docs/pictures/");
    }

    /** Words of this house that stop who comes from another. */
    @Test
    void thePagesThatStrangersReadUseTheWordsOfTheField() {
        for (String page : List.of(
                "README.md",
                "docs/README.md",
                "docs/getting-started.md",
                "docs/concepts.md",
                "docs/commands.md",
                "docs/rules.md",
                "docs/channels.md",
                "docs/sources.md",
                "docs/operations.md",
                "docs/security.md")) {
            String prose = TestHub.read(Path.of(page)).replaceAll("(?s)```.*?```|`[^`\n]*`|]\\([^)]*\\)", "");
            assertThat(prose)
                    .as(page)
                    .doesNotContainPattern("(?i)\\b(told|believed?|believes|doors?|mend(s|ed|ing)?|rooms?)\\b");
        }
    }

    private String receiver(String url) {
        String yaml = block("yaml", "routeTemplateRef: webhook");
        assertThat(yaml).contains("{{env:OPS_HOOK_URL}}");
        return yaml.replace("{{env:OPS_HOOK_URL}}", url);
    }

    private String space(String url) {
        return receiver(url)
                .replace("ops-hook", "ops-space")
                .concat("      - name: template\n        value: rocket-chat.jq\n");
    }

    private String mappings() {
        return TestHub.read(Path.of("routes/sources/mappings.yaml"))
                .replaceFirst("(?m)^mappings:\\n", block("yaml", "name: backup-tool"));
    }

    /** The one fenced block of a language that contains a text. */
    private String block(String language, String containing) {
        List<String> blocks = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(containing))
                .toList();
        assertThat(blocks).as(containing).hasSize(1);
        return blocks.get(0);
    }

    /** The line below a sample's name. */
    private String sample(String name) {
        return guide.lines()
                .dropWhile(line -> !line.endsWith("/" + name))
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
