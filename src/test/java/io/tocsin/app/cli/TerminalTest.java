package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.ColorOption.When;
import io.tocsin.app.hub.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

    private static final String LOOKED_AT = "test.terminal";

    @AfterEach
    void forget() {
        System.clearProperty(LOOKED_AT);
    }

    @Test
    void whatIsPipedHasNoColoursUnlessSomebodyAsksForThem() {
        assertThat(terminal(Map.of()).hasColours()).isFalse();
        assertThat(terminal(Map.of()).with(When.AUTO).hasColours()).isFalse();
        assertThat(terminal(Map.of()).with(When.ALWAYS).hasColours()).isTrue();
    }

    @Test
    void aTerminalHasColoursButForNoColorADumbOneAndNever() {
        System.setProperty(LOOKED_AT, "true");
        assertThat(terminal(Map.of()).hasColours()).isTrue();
        assertThat(terminal(Map.of("NO_COLOR", "")).hasColours()).isTrue(); // https://no-color.org: not when empty
        assertThat(terminal(Map.of("NO_COLOR", "1")).hasColours()).isFalse();
        assertThat(terminal(Map.of("TERM", "dumb")).hasColours()).isFalse();
        assertThat(terminal(Map.of()).with(When.NEVER).hasColours()).isFalse();
        assertThat(terminal(Map.of("NO_COLOR", "1")).with(When.ALWAYS).hasColours())
                .isTrue();
    }

    @Test
    void columnsSayHowWideItIsAndNonsenseSaysNothing() {
        assertThat(terminal(Map.of("COLUMNS", "132")).width()).hasValue(132);
        assertThat(terminal(Map.of("COLUMNS", "3")).width()).hasValue(20);
        for (String nonsense : new String[] {"0", "-80", "wide", "", "99999999999"}) {
            assertThat(terminal(Map.of("COLUMNS", nonsense)).width())
                    .as(nonsense)
                    .isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void aListIsColouredOnATerminalOnlyAndHelpIsAsWideAsIt(@TempDir Path folder) {
        String escape = "\u001b[";
        assertThat(Shell.in(folder).run("check", "--help").out()).doesNotContain(escape);
        assertThat(Shell.in(folder).onTerminal(80).run("check", "--help").out()).contains(escape);
        assertThat(Shell.in(folder)
                        .with("NO_COLOR", "1")
                        .onTerminal(80)
                        .run("check", "--help")
                        .out())
                .doesNotContain(escape);
        assertThat(Shell.in(folder)
                        .onTerminal(80)
                        .run("check", "--color", "never", "--help")
                        .out())
                .doesNotContain(escape);
        assertThat(Shell.in(folder).run("check", "--color", "always", "--help").out())
                .contains(escape);
        assertThat(Shell.in(folder)
                        .with("NO_COLOR", "1")
                        .onTerminal(64)
                        .run("incidents", "list", "--help")
                        .out()
                        .lines())
                .allMatch(line -> line.length() <= 64);
    }

    private static Terminal terminal(Map<String, String> environment) {
        return Terminal.of(new PrintWriter(new StringWriter()), LOOKED_AT, Environment.of(environment));
    }
}
