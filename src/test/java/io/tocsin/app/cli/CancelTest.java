package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long work says how far it is, and ends where Ctrl-C asks for it, with all that was whole as it was. */
@Tag("slow")
@Timeout(120)
class CancelTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** In a process of its own, which is sent what a terminal sends for Ctrl-C. */
    @Test
    void ctrlCLeavesTheExportThatThereWasAndNoPartOfTheNewOne() throws Exception {
        Path file = Files.writeString(folder.resolve("audit.jsonl"), "the last one\n");
        try (StubHub hub = endless()) {
            List<String> line = new ArrayList<>(hearingInterrupts());
            line.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-D" + Terminal.ERR + "=true",
                    "-Dhub.home=" + folder,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            line.addAll(List.of("audit", "export", "--to", file.toString(), "--server", hub.url("127.0.0.1")));
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(err.toFile());
            builder.environment().put("HUB_TOKEN", "tsn_x");
            Process process = builder.start();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Path.of(file + ".part")).exists();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(Files.readString(err, StandardCharsets.UTF_8))
                    .contains("\r0 rows", "Cancelled: " + file + " is as it was")
                    .doesNotContain("\tat ");
            assertThat(file).hasContent("the last one");
            assertThat(Path.of(file + ".part")).doesNotExist();
        }
    }

    /** What a shell starts in the background ignores Ctrl-C, and so does all that it starts itself, a build with its tests too. */
    private static List<String> hearingInterrupts() throws Exception {
        List<String> heard = List.of("env", "--default-signal=INT");
        List<String> tried = new ArrayList<>(heard);
        tried.add("true");
        boolean isKnown = new ProcessBuilder(tried).start().waitFor() == 0; // GNU's
        return isKnown ? heard : List.of();
    }

    @Test
    void whatIsNoTerminalGetsNoProgress() throws IOException {
        try (StubHub hub = StubHub.answering(
                (asked, exchange) -> asked.path().contains("after=0") ? page(1, true) : page(2, false))) {
            Ran piped = shell(hub).run("audit", "export");
            assertThat(piped.err()).isEmpty();
            assertThat(piped.out().lines()).hasSize(2);
            Ran shown = shell(hub)
                    .onTerminal(80)
                    .run("audit", "export", "--to", folder.resolve("a").toString());
            assertThat(shown.err()).startsWith("\r0 rows").endsWith("\r\u001b[K");
            assertThat(shell(hub).onTerminal(80).run("audit", "export").err())
                    .isEmpty(); // the rows are progress enough
        }
    }

    @Test
    void manyDeadLettersAreRedrivenAFewAtATimeAndWhatWasDoneIsSaidWhereItEnds() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            JsonNode order = JSON.readTree(asked.body());
            if (order.path("dryRun").asBoolean()) {
                return settled(450);
            }
            if (order.path("ids").get(0).asText().equals("dea_400")) {
                reached.countDown();
                await();
            }
            return settled(order.path("ids").size());
        })) {
            CompletableFuture<Ran> ran = new CompletableFuture<>();
            Thread command = new Thread(() -> ran.complete(
                    shell(hub).run("dead-letters", "redrive", "--all", "--reason", "mended", "--as", "mia")));
            command.start();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
            command.interrupt();
            Ran ended = ran.get(30, TimeUnit.SECONDS);
            assertThat(ended.exit()).isEqualTo(130);
            assertThat(ended.err()).startsWith("Cancelled: 400 of 450 redriven");
            assertThat(hub.asked()).hasSize(4);
            JsonNode part = JSON.readTree(hub.asked().get(1).body());
            assertThat(part.path("ids")).hasSize(200);
            assertThat(part.path("reason").asText()).isEqualTo("mended");
            assertThat(part.path("as").asText()).isEqualTo("mia");
        } finally {
            over.countDown();
        }
    }

    @Test
    void fewAreOneRequestAsTheOptionsSayAndManyAreOneAnswer() throws IOException {
        int[] all = {3};
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            JsonNode order = JSON.readTree(asked.body());
            return settled(order.has("ids") ? order.path("ids").size() : all[0]);
        })) {
            assertThat(shell(hub)
                            .run("dead-letters", "redrive", "--receiver", "ops")
                            .out())
                    .endsWith("3 redriven\n");
            assertThat(JSON.readTree(hub.asked().get(1).body()).path("receiver").asText())
                    .isEqualTo("ops");
            all[0] = 1_001;
            JsonNode answer = JSON.readTree(
                    shell(hub).run("dead-letters", "redrive", "--all", "--json").out());
            assertThat(answer.path("count").asInt()).isEqualTo(1_001);
            assertThat(answer.path("ids")).hasSize(1_001);
        }
    }

    @Test
    void anImportThatIsEndedLeavesNothing() throws Exception {
        Path to = folder.resolve("new/imported");
        CompletableFuture<Ran> ran = new CompletableFuture<>();
        Thread command = new Thread(() -> {
            Thread.currentThread().interrupt(); // before the first file
            ran.complete(Shell.in(folder)
                    .run(
                            "import",
                            "alertmanager",
                            "src/test/resources/alertmanager/platform.yml",
                            "--to",
                            to.toString()));
        });
        command.start();
        assertThat(ran.get(30, TimeUnit.SECONDS).exit()).isEqualTo(130);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    /** One whose second page never comes. */
    private StubHub endless() throws IOException {
        return StubHub.answering((asked, exchange) -> {
            if (asked.path().contains("after=0")) {
                return page(1, true);
            }
            reached.countDown();
            await();
            return null;
        });
    }

    private void await() {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String page(int row, boolean more) {
        return "{\"entries\": [{\"seq\": " + row + "}]" + (more ? ", \"next\": " + row : "") + "}";
    }

    private static String settled(int count) {
        var answer = JSON.createObjectNode().put("count", count);
        var ids = answer.putArray("ids");
        for (int i = 0; i < count; i++) {
            ids.add("dea_" + i);
        }
        answer.putArray("instead");
        answer.putArray("skipped");
        return answer.toString();
    }

    private Shell shell(StubHub hub) {
        return Shell.in(folder).with("HUB_TOKEN", "tsn_x").with("HUB_SERVER", hub.url("127.0.0.1"));
    }
}
