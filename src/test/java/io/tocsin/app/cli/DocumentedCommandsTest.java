package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a page says to type is something that can be typed. */
class DocumentedCommandsTest {

    /** A command line within a block: up to a pipe, a redirection, a comment or the end. */
    private static final Pattern LINE =
            Pattern.compile("(?m)(?:^|[ (])\\./hub ((?:\"[^\"]*\"|'[^']*'|[^|<>()#;&\\n\"'])*)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @Test
    void everyCommandLineOfAPageIsOneThatTheCommandsTake() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith("docs/decisions") && !file.endsWith("commands.md"))
                    .forEach(pages::add);
        }
        int found = 0;
        for (Path page : pages) {
            for (String block : blocks(Files.readString(page, StandardCharsets.UTF_8))) {
                Matcher line = LINE.matcher(block);
                while (line.find()) {
                    found++;
                    String[] words = words(line.group(1).strip());
                    assertThatCode(() -> Main.commandLine(new Main.Surroundings(
                                            Path.of(""), name -> Optional.empty(), InputStream.nullInputStream()))
                                    .parseArgs(words))
                            .as(page + ": ./hub " + line.group(1))
                            .doesNotThrowAnyException();
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    private static List<String> blocks(String page) {
        return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```")
                .matcher(page.replace("\\\n", ""))
                .results()
                .filter(block -> Set.of("", "sh", "bash").contains(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group().replaceAll("^[\"']|[\"']$", ""))
                .toArray(String[]::new);
    }
}
