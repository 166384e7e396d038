package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.cli.Shell.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandWithOneLineAndTheExitCodes() {
        Ran ran = Shell.in(folder).run("--help");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("run", "send", "trace", "dead-letters", "tokens", "Exit codes:")
                .contains("Start the hub; Ctrl-C or SIGTERM drains and stops it.");
    }

    @Test
    void aCommandThatIsNotThereIsAUsageError() {
        Ran ran = Shell.in(folder).run("sned");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("sned", "send");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(Shell.in(folder).run().exit()).isEqualTo(2);
        assertThat(Shell.in(folder).run("dead-letters").exit()).isEqualTo(2);
    }

    @Test
    void theVersionIsSaid() {
        assertThat(Shell.in(folder).run("--version").out()).startsWith("tocsin ");
    }

    @Test
    void aHubThatDoesNotRunIsOneClearLine() {
        Ran ran = Shell.in(folder).with("HUB_TOKEN", "tsn_x").run("trace", "evt_1", "--url", "http://127.0.0.1:1");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err().strip())
                .startsWith("No hub answers at http://127.0.0.1:1")
                .doesNotContain("\n");
    }

    @Test
    void aMissingTokenIsOneClearLine() {
        Ran ran = Shell.in(folder).run("trace", "evt_1");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err().strip()).contains("admin-token", "HUB_TOKEN").doesNotContain("\n");
    }

    @Test
    void aConfigThatIsNotThereIsSaid() {
        Ran ran = Shell.in(folder).run("run", "--config", folder.resolve("none").toString());
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("none is not there");
    }
}
