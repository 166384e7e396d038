package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of a Debian package that serves HTTP, run as a process of this test's own, on loopback. */
final class DebianProgram implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private DebianProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it is ready. Where the package isn't installed the test ends here, skipped with that reason.
     *
     * @param name of the program and of its package
     * @param folder where its output goes
     * @param arguments all but {@code --web.listen-address}
     */
    static DebianProgram start(String name, Path folder, String... arguments) {
        Path file = file(name);
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        int port = freePort();
        command.add("--web.listen-address=127.0.0.1:" + port);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            DebianProgram program = new DebianProgram(process, port);
            program.waitUntilReady(log);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program. Where it isn't installed the test ends here, skipped with that reason. */
    static Path file(String name) {
        return find(name)
                .orElseGet(() -> Assumptions.abort(
                        "there is no " + name + " on the PATH; .ci/run fetches it, or: apt-get install " + name));
    }

    /** The program, on the PATH or where {@code .ci/run} unpacks it. */
    static Optional<Path> find(String name) {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/bin", cache + "/tocsin-ci/debian/usr/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitUntilReady(Path log) {
        try {
            await("it is ready; see " + log)
                    .atMost(Duration.ofSeconds(30))
                    .failFast("it ended by itself, see " + log, () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> exchange(request("/-/ready").GET()) == 200);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Posts JSON to it; anything but 200 fails the test. */
    void post(String path, String json) {
        int status = exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        if (status != 200) {
            throw new AssertionError(path + " answered " + status);
        }
    }

    /** What it answers; anything but 200 fails the test. */
    String get(String path) {
        try {
            HttpResponse<String> answer =
                    client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request to a path of it. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private int exchange(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, and kills it after 10 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
