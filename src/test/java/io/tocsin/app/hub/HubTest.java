package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.files.InvalidFileException;
import io.tocsin.net.server.CannotListenException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    private static final String TELL_HOOK =
            "rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]";

    @TempDir
    Path folder;

    @Test
    void anEventReachesAReceiver() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(TELL_HOOK)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\"}");
            assertThat(sink.await(1).get(0).body()).contains("it burns");
        }
    }

    @Test
    void aHubStartsAgainOnItsData() {
        HubFiles files = HubFiles.in(folder);
        String token;
        try (TestHub hub = files.start()) {
            token = hub.token();
            hub.send("ci", "{\"title\": \"a\", \"id\": \"1\"}");
        }
        try (TestHub hub = files.start()) {
            assertThat(hub.token()).isEqualTo(token);
            assertThat(hub.count("SELECT count(*) FROM event")).isOne();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
            assertThat(hub.count("SELECT count(*) FROM dead_letter"))
                    .as("a receiver that does not run at the moment is no receiver that is not there")
                    .isZero();
        }
    }

    @Test
    void aSecondHubOnTheSameDataIsOneClearLine() {
        HubFiles files = HubFiles.in(folder);
        try (TestHub hub = files.start()) {
            assertThatThrownBy(files::start)
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("Another hub is running on the data folder " + files.data())
                    .hasMessageNotContaining("\n");
            assertThat(hub.get("/health/ready").statusCode())
                    .as("the first hub serves on")
                    .isEqualTo(200);
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HubFiles files = HubFiles.in(folder).with(Setting.PORT, Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(files::start)
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContaining("HUB_PORT")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aDataFolderThatCannotBeAFolderIsOneClearLine() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        HubFiles files = HubFiles.in(folder).with(Setting.DATA, file.toString());
        assertThatThrownBy(files::start)
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("HUB_DATA")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aBadRulesFileIsToldWithItsLine() {
        HubFiles files = HubFiles.in(folder).rules("rules:\n  - name: a\n    when: { status: firing }\n");
        assertThatThrownBy(files::start)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("rules/default.yaml:");
    }

    @Test
    void aRoutesFolderThatIsNotThereIsAFinding() {
        HubFiles files = HubFiles.in(folder);
        files.with(Setting.ROUTES, files.routes() + ",no/such/folder");
        assertThat(StartChecks.run(files.settings()))
                .extracting(finding -> finding.file() + ": " + finding.found())
                .containsExactly("no/such/folder: no folder");
        assertThatThrownBy(files::start)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no/such/folder");
    }
}
