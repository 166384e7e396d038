package io.tocsin.app.hub;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** moto's server in a process of its own, on loopback: an EventBridge that delivers to an SQS. */
public final class Moto implements AutoCloseable {
    private final Process process;
    private final String url;

    private Moto(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one; the test is skipped, with the reason, where the machine has none. */
    public static Moto start(Path folder) {
        Optional<Path> program = program();
        Assumptions.assumeTrue(
                program.isPresent(),
                "moto_server is not installed (pip install 'moto[server]'), so EventBridge is not tested");
        int port = freePort();
        try {
            Process process = new ProcessBuilder(
                            program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("moto.log").toFile())
                    .start();
            Moto moto = new Moto(process, "http://127.0.0.1:" + port);
            Awaitility.await("moto answers")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        URI.create(moto.url + "/moto-api/data.json")
                                .toURL()
                                .openStream()
                                .close();
                        return true;
                    });
            return moto;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where every service of it is. */
    public String url() {
        return url;
    }

    /** Lets a client come to it. */
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(URI.create(url))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "moto_server"))
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
}
