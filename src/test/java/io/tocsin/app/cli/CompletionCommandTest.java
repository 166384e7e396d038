package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    @TempDir
    Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Path script = script("bash");
        assertThat(complete(script, "./hub dead-l", "_complete_hub")).contains("dead-letters");
        assertThat(complete(script, "./hub events list --rec", "_complete_hub")).contains("--receiver");
        assertThat(complete(script, "./hub events list --output ", "_complete_hub"))
                .contains("yaml");
    }

    @Test
    void zshIsToldToTakeBashsCompletion() throws IOException {
        assertThat(Files.readString(script("zsh"))).contains("bashcompinit", "complete -F _complete_hub");
    }

    @Test
    void anotherShellIsWrongUsage() {
        Ran ran = Shell.in(folder).run("completion", "fish");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("fish", "bash", "zsh").hasLineCount(2);
    }

    private Path script(String shell) throws IOException {
        Ran ran = Shell.in(folder).run("completion", shell);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return Files.writeString(folder.resolve("completion." + shell), ran.out());
    }

    /** What bash offers at the end of a line. */
    private static String complete(Path script, String line, String function) throws Exception {
        String[] words = (line + ".").split(" ");
        String last = words[words.length - 1];
        words[words.length - 1] = last.substring(0, last.length() - 1);
        String program = "source " + script + "\nCOMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                + "\nCOMP_WORDS=('" + String.join("' '", words) + "')\nCOMP_CWORD=" + (words.length - 1) + "\n"
                + function
                + "\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", program)
                .redirectErrorStream(true)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return offered;
    }
}
