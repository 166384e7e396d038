package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/traps.md} names tests and fixtures: each of them must be there. */
class TrapsPageTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w+Test)(?:\\.(\\w+))?");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources = files.filter(Files::isRegularFile).toList();
        }
        List<MatchResult> named = quoted("")
                .map(TEST::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .toList();
        assertThat(named).hasSizeGreaterThan(20).allSatisfy(name -> {
            Path file = sources.stream()
                    .filter(source -> source.endsWith(name.group(1) + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test " + name.group(1)));
            if (name.group(2) != null) {
                assertThat(Files.readString(file)).contains("void " + name.group(2) + "(");
            }
        });
    }

    @Test
    void everyFixtureThatThePageNamesIsThere() throws IOException {
        List<String> fixtures =
                quoted("check ").filter(name -> name.matches("[a-z0-9-]+")).toList();
        assertThat(fixtures).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(
                        Path.of("src/test/resources/check", name))
                .isDirectory());
    }

    /** What stands in backquotes after {@code from} in a line of a table. */
    private static Stream<String> quoted(String from) throws IOException {
        return Files.readAllLines(Path.of("docs/traps.md")).stream()
                .filter(line -> line.startsWith("|") && line.contains(from))
                .map(line -> line.substring(line.indexOf(from)))
                .flatMap(line -> QUOTED.matcher(line).results().map(found -> found.group(1)));
    }
}
