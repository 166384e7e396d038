package io.tocsin.app.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Https: what is trusted, and what is said of a certificate that is not. */
@Tag("slow")
class HubTrustTest {

    private static final StubHub.Answer NONE = (asked, exchange) -> "{\"checkIns\": []}";

    @TempDir
    Path folder;

    @Test
    void aCertificateIsTrustedWhereTheFileHasItAndRefusedWithItsIssuerWhereNothingDoes() throws Exception {
        Path keys = StubHub.keys(folder, "our-own-ca", "-ext", "san=dns:localhost", "-validity", "2");
        StubHub.keys(folder, "another", "-ext", "san=dns:localhost", "-validity", "2");
        try (StubHub hub = StubHub.overTls(keys, NONE)) {
            String url = hub.url("localhost");
            String pem = folder.resolve("our-own-ca.pem").toString();
            assertThat(ask(url, "--ca-file", pem).exit()).isZero();
            assertThat(shell().with("HUB_CA_FILE", pem)
                            .run("check-ins", "list", "--server", url)
                            .exit())
                    .isZero();

            Ran unknown = ask(url);
            assertThat(unknown.exit()).isEqualTo(3);
            assertThat(unknown.err())
                    .startsWith("The certificate of " + url + " (--server) is refused: it was issued by CN=our-own-ca")
                    .contains("--ca-file or HUB_CA_FILE")
                    .hasLineCount(1);
            String other = folder.resolve("another.pem").toString();
            assertThat(ask(url, "--ca-file", other).err()).contains("which is not in " + other);
            assertThat(ask(hub.url("127.0.0.1"), "--ca-file", pem).err())
                    .contains("it is made for localhost; ask for the hub under a name of those");
            assertThat(hub.asked()).hasSize(2);
        }
    }

    @Test
    void oneThatIsOutOfTimeSaysUntilWhenItCounted() throws Exception {
        Path keys = StubHub.keys(
                folder, "old", "-ext", "san=dns:localhost", "-startdate", "2020/01/01 00:00:00", "-validity", "2");
        try (StubHub hub = StubHub.overTls(keys, NONE)) {
            Ran ran = ask(
                    hub.url("localhost"), "--ca-file", folder.resolve("old.pem").toString());
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.err()).contains("is refused: it counts from ", "until 2020-01-0", "renew it");
        }
    }

    @Test
    void whatSpeaksNoTlsAndWhatIsNoCertificateAreSaid() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Thread hub = new Thread(() -> refuse(plain));
            hub.start();
            Ran ran = ask("https://localhost:" + plain.getLocalPort());
            hub.join();
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.err()).contains("No TLS connection to https://localhost:", "is it http:// there?");
            Path none = Files.writeString(folder.resolve("none.pem"), "no certificate\n");
            Ran wrong = ask("https://localhost:1", "--ca-file", none.toString());
            assertThat(wrong.exit()).isOne();
            assertThat(wrong.err())
                    .contains("--ca-file (or HUB_CA_FILE) has no certificate")
                    .hasLineCount(1);
        }
    }

    /** As a hub does that gets what is no request. */
    private static void refuse(ServerSocket plain) {
        try (Socket one = plain.accept()) {
            one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            one.getOutputStream().flush();
            one.shutdownOutput();
            one.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran ask(String url, String... more) {
        String[] line = new String[4 + more.length];
        System.arraycopy(new String[] {"check-ins", "list", "--server", url}, 0, line, 0, 4);
        System.arraycopy(more, 0, line, 4, more.length);
        return shell().run(line);
    }

    private Shell shell() {
        return Shell.in(folder).with("HUB_TOKEN", "tsn_x");
    }
}
