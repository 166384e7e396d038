package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.cli.Shell.Ran;
import io.tocsin.hub.HubFiles;
import io.tocsin.hub.TestHub;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    Path folder;

    @Test
    void itSaysOnOneLineThatItIsReadyAndStopsWhenTold() throws Exception {
        HubFiles.in(folder);
        Files.writeString(folder.resolve("application.properties"), "hub.port=0\n");
        StringWriter out = new StringWriter();
        AtomicReference<Ran> ran = new AtomicReference<>();
        Thread running = new Thread(() -> ran.set(Shell.in(folder).run(out, "run")));
        running.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> out.toString().contains("\n"));
        assertThat(out.toString())
                .matches("tocsin is ready at http://127\\.0\\.0\\.1:\\d+ \\(data: .*/data, routes: .*/routes, "
                        + "receivers: 1, rules: 1\\)\\n");
        assertThat(folder.resolve("data/admin-token")).exists();
        running.interrupt();
        running.join(30_000);
        assertThat(ran.get().exit()).isZero();
    }

    @Test
    void aPortInUseIsOneLineAndExit1() throws Exception {
        HubFiles.in(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            oneLine(run("HUB_PORT", Integer.toString(taken.getLocalPort())), "Cannot listen on 127.0.0.1:");
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsOneLineAndExit1() throws Exception {
        HubFiles.in(folder);
        Path file = Files.writeString(folder.resolve("file"), "");
        oneLine(run("HUB_DATA", file.toString()), "cannot be written");
    }

    @Test
    void aSecondHubOnTheSameDataIsOneLineAndExit1() {
        HubFiles files = HubFiles.in(folder);
        try (TestHub hub = files.start()) {
            oneLine(run("HUB_DATA", hub.files().data().toString()), "Another hub is running");
        }
    }

    @Test
    void everythingThatIsWrongInTheSettingsIsToldAFindingALine() throws Exception {
        HubFiles.in(folder);
        Files.writeString(folder.resolve("application.properties"), "hub.port=x\nhub.prot=1\nhub.lease=soon\n");
        Ran ran = Shell.in(folder).run("run");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err().lines()).hasSize(3).allMatch(line -> line.contains("application.properties"));
        assertThat(ran.err()).contains("did you mean hub.port?").doesNotContain("\tat ");
    }

    @Test
    void aBadRulesFileIsToldWithFileAndLine() {
        HubFiles.in(folder).rules("rules:\n  - name: a\n    when: { status: firing }\n    notify: [ log ]\n");
        Ran ran = run("HUB_PORT", "0");
        oneLine(ran, "default.yaml:3");
    }

    @Test
    void anEnvironmentVariableThatIsNotSetIsOneLineWithItsFileAndParameter() {
        HubFiles.in(folder).webhook("hook", "{{env:TOCSIN_NEVER_SET}}", Map.of());
        Ran ran = run("HUB_PORT", "0");
        oneLine(ran, "hook.camel.yaml:9: found `{{env:TOCSIN_NEVER_SET}}` in `url`");
        assertThat(ran.err()).contains("mend: export TOCSIN_NEVER_SET");
    }

    @Test
    void aPropertyThatIsNotSetIsOneLineWithItsFileAndParameter() {
        HubFiles.in(folder).webhook("hook", "https://{{own.host}}/x", Map.of());
        oneLine(run("HUB_PORT", "0"), "hook.camel.yaml:9: found `{{own.host}}` in `url`, which nothing defines");
    }

    private Ran run(String variable, String value) {
        Shell shell = Shell.in(folder).with("HUB_PORT", "0").with(variable, value);
        return CompletableFuture.supplyAsync(() -> shell.run("run"))
                .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private static void oneLine(Ran ran, String words) {
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains(words);
    }
}
