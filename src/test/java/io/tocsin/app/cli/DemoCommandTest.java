package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
@Tag("slow")
class DemoCommandTest {

    /** What a newcomer is to see, in this order. */
    private static final String[] SEQUENCE = {
        "A CloudWatch alarm",
        "cloudwatch-alarm-sns",
        "opened → demo-chat, demo-ops",
        "A failed CodePipeline execution",
        "codepipeline-execution",
        "An Alertmanager webhook",
        "202 accepted",
        "the request is dropped on arrival, the alert counted",
        "202 duplicate",
        "202 accepted",
        "duplicate, nobody is notified",
        "The CloudWatch alarm is over",
        "resolved → demo-chat, demo-ops",
        "Three nodes of a cluster fail: one incident, one message; a silence holds back",
        "demo-chat",
        "demo-cluster",
        "for 5 minutes",
        "by silence sil_",
        "by the API",
        "demo-chat",
        "Nobody answers who is on call",
        "demo-chat",
        "demo-ann",
        "demo-ben",
        "nobody has answered within a second",
        "200, and nothing is done",
        "acknowledged by demo-ben",
        "demo-chat",
        "A receiver fails",
        "503  attempt 1",
        "503  attempt 5",
        "breaker",
        "open",
        "waits",
        "a dead letter",
        "HTTP 503: the database is read-only",
        "redriven",
        "webhook-id dlv_",
        "closed",
        "What an edit of the rules would change",
        "[ demo-chat, demo-flaky ] becomes [ demo-chat ]",
        "less",
        "demo-flaky",
        "nothing was sent",
        "What was shown"
    };

    @TempDir
    Path folder;

    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copyWhatTheDemoReads() {
        home = folder.resolve("home");
        copy(Path.of("routes"), home.resolve("routes"));
        copy(Path.of("demo"), home.resolve("demo"));
    }

    @Test
    void theTourShowsEverythingAndASecondRunOnTheSameDataDoesSoToo() {
        assertThat(run("--once")).as(this::printed).isZero();
        assertThat(out.toString()).containsSubsequence(SEQUENCE).doesNotContain("✗");

        out.getBuffer().setLength(0);
        assertThat(run("--once")).as(this::printed).isZero();
        assertThat(out.toString()).containsSubsequence(SEQUENCE).doesNotContain("✗");
    }

    @Test
    void aSinkThatIsMissingFailsTheTourAndIsNamed() throws IOException {
        Path mail = home.resolve("demo/receivers/mail.camel.yaml");
        Files.writeString(mail, Files.readString(mail).replace("{{demo.mail.port}}", "1"));

        assertThat(run("--once", "--patience", "PT4S")).isEqualTo(1);

        assertThat(out.toString())
                .contains("✗ A failed CodePipeline execution", "the message to demo-mail did not come within 4.0 s")
                .contains("✓ A CloudWatch alarm");
    }

    @Test
    void receiversOfTheUsersOwnKeepTheDemoFromStarting() throws IOException {
        Path own = home.resolve("routes/receivers/team.camel.yaml");
        Files.writeString(own, "- templatedRoute:\n    routeTemplateRef: log\n");

        assertThat(run("--once")).isEqualTo(1);

        assertThat(err.toString()).contains(own + " is yours").contains("--with-my-routes");
    }

    /** As the launcher starts it: only a process of its own shows when the log begins and what else is printed. */
    @Test
    void nothingButTheTourIsOnTheScreenAndTheLogIsInItsFile() throws Exception {
        Path data = folder.resolve("data");

        assertThat(process(Map.of("HUB_PORT", "0"), "--once")).as(this::printed).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).containsSubsequence(SEQUENCE).doesNotContain("✗");
        assertThat(out.toString().lines().filter(line -> !line.isBlank()))
                .as("the tour's own lines: headings, marks and what stands below them")
                .allMatch(line ->
                        line.matches("(Starting \\.\\.\\.|Tocsin demo: .*| ?[✓0-9].*|What was shown.*| {3,}.*)"))
                .noneMatch(line -> line.matches(".*\\b(INFO|WARN|ERROR|DEBUG)\\b.*|.*pekko.*"));
        assertThat(data.resolve("demo/hub.log")).content().contains(" INFO ", "SQS rest server", " t.log ");
    }

    @Test
    void aPortInUseIsOneLineBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(process(Map.of("HUB_PORT", Integer.toString(taken.getLocalPort())), "--once"))
                    .as(this::printed)
                    .isEqualTo(1);

            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort(), "HUB_PORT");
            assertThat(out.toString().strip()).isEqualTo("Starting ...");
            assertThat(folder.resolve("data/demo/hub.db")).doesNotExist();
        }
    }

    /** Runs the demo in a process of its own, with this build's classes. */
    private int process(Map<String, String> environment, String... arguments) throws Exception {
        // Surefire hides the real class path behind a manifest, and names it here.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dhub.home=" + home,
                "-cp",
                classPath,
                "io.tocsin.app.cli.Main",
                "demo"));
        if (Runtime.version().feature() >= 24) { // as the launcher does
            command.addAll(1, List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(arguments));
        Path screen = folder.resolve("screen");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(screen.toFile()).redirectError(errors.toFile());
        builder.environment().put("HUB_DATA", folder.resolve("data").toString());
        builder.environment().putAll(environment);
        Process demo = builder.start();
        try {
            assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.destroyForcibly();
            out.append(Files.readString(screen));
            err.append(Files.readString(errors));
        }
        return demo.exitValue();
    }

    private int run(String... arguments) {
        Map<String, String> environment =
                Map.of("HUB_PORT", "0", "HUB_DATA", folder.resolve("data").toString());
        return new CommandLine(new DemoCommand(home, name -> Optional.ofNullable(environment.get(name)), log -> {}))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String printed() {
        return out + "\n" + err;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
