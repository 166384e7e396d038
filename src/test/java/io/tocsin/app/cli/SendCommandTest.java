package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SendCommandTest extends LiveHub {
    @Test
    void aFileIsSentAndItsIdSaid() throws Exception {
        String file = Files.writeString(folder().resolve("a.json"), "{\"title\": \"it burns\"}")
                .toString();
        Ran ran = shell().run("send", file, "--source", "ci");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).matches("(?s)evt_\\w+ accepted\\n.*\\./hub trace evt_\\w+\\n");
        assertThat(hub.text("SELECT source FROM event")).contains("ci");
    }

    @Test
    void standardInputIsSentAndARepeatIsADuplicate() {
        Shell shell = shell().typing("[{\"title\": \"a\"}, {\"title\": \"b\"}]");
        assertThat(shell.run("send", "-", "--key", "k").out()).contains(" accepted");
        assertThat(shell.run("send", "-", "--key", "k").out())
                .contains(" duplicate")
                .doesNotContain(" accepted");
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        Ran ran = shell().run("send", "/no/such/file");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err().strip()).isEqualTo("/no/such/file cannot be read");
    }

    @Test
    void aRefusalIsToldInTheHubsWords() {
        Ran ran = shell().typing("{ no json").run("send", "-");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).startsWith("The hub refused with 400: ");
    }

    @Test
    void aWrongTokenIsToldInTheHubsWords() {
        Ran ran = shell().with("HUB_TOKEN", "tsn_wrong").typing("{}").run("send", "-");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("401").hasLineCount(1);
    }
}
