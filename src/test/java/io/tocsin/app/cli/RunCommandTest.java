package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.TestHub;
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
        assertThat(ran.err()).contains("fix: export TOCSIN_NEVER_SET");
    }

    @Test
    void aPropertyThatIsNotSetIsOneLineWithItsFileAndParameter() {
        HubFiles.in(folder).webhook("hook", "https://{{own.host}}/x", Map.of());
        oneLine(run("HUB_PORT", "0"), "hook.camel.yaml:9: found `{{own.host}}` in `url`, which nothing defines");
    }

    @Test
    void aStoreThatIsNoDatabaseIsOneLineAndExit1() throws Exception {
        HubFiles.in(folder);
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("hub.db"), "This is not a database. ".repeat(500));
        oneLine(run("HUB_DATA", data.toString()), "hub.db is not a SQLite database: restore a backup");
    }

    @Test
    void aDamagedStoreIsOneLineAndExit1() throws Exception {
        Path data = madeStore();
        byte[] bytes = Files.readAllBytes(data.resolve("hub.db"));
        java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 7); // behind the header
        Files.write(data.resolve("hub.db"), bytes);
        oneLine(run("HUB_DATA", data.toString()), "hub.db is damaged: restore a backup");
    }

    @Test
    void aStoreThatCannotBeOpenedForWritingIsOneLineAndExit1() throws Exception {
        HubFiles.in(folder);
        Path data = Files.createDirectories(folder.resolve("data/hub.db")).getParent();
        oneLine(run("HUB_DATA", data.toString()), "hub.db cannot be opened for writing: give this user the right");
    }

    @Test
    void aStoreOfANewerVersionIsOneLineAndExit1() throws Exception {
        Path data = madeStore();
        change(
                data,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '900', 'later', type, 'V900__later.sql',"
                        + " 1, installed_by, installed_on, 1, 1 FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1");
        oneLine(run("HUB_DATA", data.toString()), "was made by a newer version of Tocsin (its schema is version 900");
    }

    @Test
    void aStoreOfABuildFromBeforeTheSchemaBeganAnewIsOneLineAndExit1() throws Exception {
        Path data = madeStore();
        change(
                data,
                "UPDATE flyway_schema_history SET version = '12', script = 'V12__corridor.sql' WHERE version = '13'");
        oneLine(run("HUB_DATA", data.toString()), "was made by an earlier build of Tocsin (its schema is version 12");
    }

    @Test
    void anEditedSchemaHistoryIsOneLineAndExit1() throws Exception {
        Path data = madeStore();
        change(data, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '13'");
        oneLine(run("HUB_DATA", data.toString()), "is not as this version left it");
    }

    @Test
    void aSchemaHistoryThatLacksAnEntryIsOneLineAndExit1() throws Exception {
        Path data = madeStore();
        change(data, "DELETE FROM flyway_schema_history WHERE version = '13'");
        oneLine(run("HUB_DATA", data.toString()), "is not as this version left it");
    }

    /** A file system of its own of a megabyte, where this user may mount one. */
    @Test
    void aFullDiskAtTheStartIsOneLineAndExit1() throws Exception {
        HubFiles.in(folder);
        Path data = Files.createDirectories(folder.resolve("data"));
        assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data.toString()), "cannot mount a tmpfs");
        try {
            assertThat(command("dd", "if=/dev/zero", "of=" + data.resolve("filler"), "bs=4k"))
                    .as("dd stops where the disk is full")
                    .isFalse();
            oneLine(run("HUB_DATA", data.toString()), "There is no room for the store " + data.resolve("hub.db"));
        } finally {
            command("umount", "-l", data.toString());
        }
    }

    private static boolean command(String... words) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            return process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (java.io.IOException noSuchProgram) {
            return false;
        }
    }

    private Path madeStore() {
        try (TestHub hub = HubFiles.in(folder).start()) {
            return hub.files().data();
        }
    }

    private static void change(Path data, String sql) throws Exception {
        try (var store = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
                var statement = store.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
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
