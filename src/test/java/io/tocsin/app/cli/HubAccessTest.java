package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hub is asked, and with which token. */
class HubAccessTest {

    @TempDir
    Path folder;

    private StubHub hub;
    private String url;

    @BeforeEach
    void start() throws IOException {
        hub = StubHub.answering((asked, exchange) -> {
            if (asked.authorization().equals("Bearer tsn_bad")) {
                exchange.sendResponseHeaders(401, -1);
                return null;
            }
            if (asked.path().contains("gone")) {
                exchange.getResponseHeaders().add("Location", "https://elsewhere.example.com/");
                exchange.sendResponseHeaders(301, -1);
                return null;
            }
            return "{\"checkIns\": []}";
        });
        url = hub.url("127.0.0.1");
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/admin-token"), "tsn_folder\n");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void theServerIsThatOfTheOptionThenOfTheEnvironmentThenOfTheFolder() {
        assertThat(list().run("check-ins", "list", "--server", url).exit()).isZero();
        assertThat(list().with("HUB_SERVER", url + "/").run("check-ins", "list").exit())
                .isZero();
        assertThat(list().with("HUB_SERVER", "http://127.0.0.1:1")
                        .run("check-ins", "list", "--url", url)
                        .exit())
                .isZero();
        assertThat(list().with("HUB_PORT", url.replaceAll(".*:", ""))
                        .run("check-ins", "list")
                        .exit())
                .isZero();
        assertThat(hub.asked()).hasSize(4).allMatch(asked -> asked.path().equals("/v1/check-ins"));
        assertThat(list().with("HUB_SERVER", "http://127.0.0.1:1")
                        .run("check-ins", "list")
                        .err())
                .startsWith("No hub answers at http://127.0.0.1:1 (HUB_SERVER)");
    }

    @Test
    void theTokenIsThatOfTheFileThenOfTheEnvironmentThenOfTheFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "tsn_file\n");
        list().with("HUB_TOKEN", "tsn_variable")
                .run("check-ins", "list", "--server", url, "--token-file", file.toString());
        list().with("HUB_TOKEN", "tsn_variable").run("check-ins", "list", "--server", url);
        list().with("HUB_TOKEN_FILE", file.toString()).run("check-ins", "list", "--server", url);
        list().run("check-ins", "list", "--server", url);
        assertThat(hub.asked().stream().map(StubHub.Asked::authorization))
                .containsExactly("Bearer tsn_file", "Bearer tsn_variable", "Bearer tsn_file", "Bearer tsn_folder");
    }

    @Test
    void theTokenOfThisFolderIsSentToNoOtherMachine() {
        Ran ran = list().run("check-ins", "list", "--server", "https://hub.example.com");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err())
                .startsWith("No token for https://hub.example.com: give --token-file")
                .doesNotContain("tsn_folder");
    }

    @Test
    void aTokenOnTheCommandLineIsRefusedAndNotShownAgain() {
        Ran ran = list().run("check-ins", "list", "--server", url, "--token", "tsn_seen");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("HUB_TOKEN", "--token-file").doesNotContain("tsn_seen");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void aRefusalSaysWhoseTokenItWas() {
        Ran ran = list().with("HUB_TOKEN", "tsn_bad").run("check-ins", "list", "--server", url);
        assertThat(ran.exit()).isOne();
        assertThat(ran.err())
                .startsWith("The hub refused with 401")
                .contains(url, "the token of HUB_TOKEN")
                .doesNotContain("tsn_bad");
    }

    @Test
    void whatIsNoTokenOrNoAddressIsSaidBeforeAnythingIsAsked() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path two = Files.writeString(folder.resolve("two"), "tsn_a\ntsn_b\n");
        refused("--token-file " + empty + " is empty", "--token-file", empty.toString());
        refused("holds more than one word", "--token-file", two.toString());
        refused("which cannot be read", "--token-file", folder.resolve("none").toString());
        for (String wrong :
                new String[] {"hub.example.com", "ftp://hub", "https://user@hub", "http://", "http://a b"}) {
            Ran ran = list().run("check-ins", "list", "--server", wrong);
            assertThat(ran.exit()).as(wrong).isOne();
            assertThat(ran.err()).as(wrong).startsWith("--server is `" + wrong + "`, which is no address");
        }
        Ran both = list().with("HUB_TOKEN", "a").with("HUB_TOKEN_FILE", "b").run("check-ins", "list");
        assertThat(both.err()).startsWith("HUB_TOKEN and HUB_TOKEN_FILE are both set");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void aHubThatSendsElsewhereIsNotFollowedWithTheToken() {
        Ran ran = list().run("oncall", "override", "list", "gone", "--server", url);
        assertThat(ran.exit()).isOne();
        assertThat(ran.err())
                .contains("sends elsewhere, to https://elsewhere.example.com/")
                .contains("--server");
    }

    @Test
    void settingsThatAreWrongDoNotMatterToWhoAsksAnotherHub() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "hub.port=many\n");
        assertThat(list().with("HUB_TOKEN", "tsn_x")
                        .run("check-ins", "list", "--server", url)
                        .exit())
                .isZero();
        assertThat(list().run("check-ins", "list").err()).contains("hub.port");
    }

    private void refused(String why, String... options) {
        String[] line = new String[] {"check-ins", "list", "--server", url, options[0], options[1]};
        Ran ran = list().run(line);
        assertThat(ran.exit()).as(why).isOne();
        assertThat(ran.err()).contains(why).hasLineCount(1).doesNotContain("tsn_a");
    }

    private Shell list() {
        return Shell.in(folder);
    }
}
