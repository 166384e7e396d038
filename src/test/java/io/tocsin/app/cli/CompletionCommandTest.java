package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    private static final Set<String> OPTIONS_OF_COMPLETE =
            Set.of("-c", "-n", "-a", "-l", "-s", "-d", "-r", "-x", "-F", "-f", "-e");

    @TempDir
    Path folder;

    @Test
    void bashCompletesCommandsOptionsWordsAndFiles() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Path script = script("bash");
        Files.writeString(folder.resolve("event-of-mine.json"), "{}");
        assertThat(complete(script, "./hub dead-l")).contains("dead-letters");
        assertThat(complete(script, "./hub events list --rec")).contains("--receiver");
        assertThat(complete(script, "./hub events list --output ")).contains("yaml");
        assertThat(complete(script, "./hub incidents list --state ackn")).contains("acknowledged");
        assertThat(complete(script, "./hub dead-letters list --class ")).contains("rate-limited");
        assertThat(complete(script, "./hub check --color al")).contains("always");
        assertThat(complete(script, "./hub completion f")).contains("fish");
        assertThat(complete(script, "./hub send event-o")).contains("event-of-mine.json");
        assertThat(complete(script, "./hub trace evt_1 --token-file event-o")).contains("event-of-mine.json");
        assertThat(complete(script, "./hub trace evt_1 --tok"))
                .contains("--token-file")
                .doesNotContain("--token\n");
    }

    @Test
    void zshTakesBashsCompletionByItsOwnMeans() throws Exception {
        Path script = script("zsh");
        assertThat(Files.readString(script)).contains("bashcompinit", "compdef", "complete -F _complete_hub");
        Optional<Path> zsh = onPath("zsh");
        if (zsh.isPresent()) {
            assertThat(run(zsh.get().toString(), "-f", "-c", "source " + script + " && echo loaded"))
                    .endsWith("loaded\n");
        }
    }

    /** Where there is a fish, it completes; everywhere each line is one that fish's reference knows. */
    @Test
    void fishCompletesCommandsOptionsWordsAndFiles() throws Exception {
        Path script = script("fish");
        String text = Files.readString(script);
        assertThat(text)
                .contains("complete -c hub -n '__hub_at \\'\\'' -a 'dead-letters' -d ")
                .contains("complete -c hub -n '__hub_at \\'dead-letters\\'' -a 'redrive' -d ")
                .containsPattern("__hub_at ..events list..' -s 'o' -l 'output' -x -a 'table json yaml' -d ")
                .containsPattern("__hub_at ..incidents list..' -l 'state' -x -a 'open acknowledged ")
                .containsPattern("__hub_at ..trace..' -l 'token-file' -r -F ")
                .containsPattern("__hub_at ..questions answer..' -a 'approve reject'\n")
                .containsPattern("__hub_at ..send..' -F\n")
                .doesNotContain("-l 'token' ");
        int open = 0;
        for (String line : text.lines().toList()) {
            List<String> words = fishWords(line);
            if (line.startsWith("complete ")) {
                assertThat(words.stream().filter(word -> word.startsWith("-")))
                        .as(line)
                        .isSubsetOf(OPTIONS_OF_COMPLETE);
            }
            String first = words.isEmpty() ? "" : words.get(0);
            open += Set.of("function", "for", "if").contains(first) ? 1 : first.equals("end") ? -1 : 0;
            assertThat(open).as(line).isNotNegative();
        }
        assertThat(open).isZero();

        Optional<Path> fish = onPath("fish");
        if (fish.isPresent()) {
            assertThat(fish(fish.get(), script, "./hub dead-l")).contains("dead-letters");
            assertThat(fish(fish.get(), script, "./hub dead-letters red")).contains("redrive");
            assertThat(fish(fish.get(), script, "./hub events list --output ")).contains("table", "json", "yaml");
            assertThat(fish(fish.get(), script, "./hub events list --since 1h --rec"))
                    .contains("--receiver");
        }
    }

    @Test
    void anotherShellIsWrongUsage() {
        Ran ran = Shell.in(folder).run("completion", "tcsh");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("fish", "bash", "zsh").hasLineCount(2);
    }

    private Path script(String shell) throws IOException {
        Ran ran = Shell.in(folder).run("completion", shell);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return Files.writeString(folder.resolve("completion." + shell), ran.out());
    }

    /** Words as fish splits them; what stands in single quotes without them and left out of the options. */
    private static List<String> fishWords(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
                assertThat("\\'").as(line).contains(line.substring(i, i + 1));
            } else if (c == '\'') {
                quoted = !quoted;
                word.append(' '); // so that no quoted word is an option
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        assertThat(quoted).as("a quote is open: " + line).isFalse();
        words.add(word.toString());
        return words.stream().filter(one -> !one.isEmpty()).toList();
    }

    /** What bash offers at the end of a line. */
    private String complete(Path script, String line) throws Exception {
        String[] words = (line + ".").split(" ");
        String last = words[words.length - 1];
        words[words.length - 1] = last.substring(0, last.length() - 1);
        String program = "cd " + folder + "\nsource " + script + "\nCOMP_LINE='" + line + "'; COMP_POINT="
                + line.length() + "\nCOMP_WORDS=('" + String.join("' '", words) + "')\nCOMP_CWORD=" + (words.length - 1)
                + "\n_complete_hub\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        return run("/bin/bash", "--norc", "-c", program);
    }

    private static String fish(Path fish, Path script, String line) throws Exception {
        return run(fish.toString(), "--no-config", "-c", "source " + script + "; complete -C '" + line + "'");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
