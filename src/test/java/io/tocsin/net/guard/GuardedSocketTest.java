package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.slack.SlackStandIn;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a socket takes and when it ends, against a real server. */
@Timeout(60)
class GuardedSocketTest {

    private static final AddressGuard LOOPBACK = AddressGuard.allowing("127.0.0.1");
    private static final int MOST = 64 * 1024;
    private static final GuardedSocket.Limits LIMITS =
            new GuardedSocket.Limits(Duration.ofSeconds(5), MOST, Duration.ofSeconds(20));

    private static SlackStandIn server;

    /** Keeps what it hears. */
    private static final class Heard implements GuardedSocket.Reader {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public void open() {
            all.add("open");
        }

        @Override
        public void text(String message) {
            all.add(message);
        }

        @Override
        public void closed(String why) {
            all.add("closed: " + why);
        }

        String next() {
            try {
                return String.valueOf(all.poll(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final Heard heard = new Heard();

    @BeforeAll
    static void start() {
        server = SlackStandIn.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private GuardedSocket open(GuardedSocket.Limits limits) {
        return GuardedSocket.open(LOOPBACK, URI.create(server.url()), limits, heard);
    }

    private SlackStandIn.Line opened() {
        SlackStandIn.Line line = server.next();
        assertThat(heard.next()).isEqualTo("open");
        return line;
    }

    @Test
    void textsGoBothWaysWholeAndInPieces() {
        GuardedSocket socket = open(LIMITS);
        SlackStandIn.Line line = opened();
        line.send("grüße");
        assertThat(heard.next()).isEqualTo("grüße");
        line.sendInPieces("a".repeat(1_000), 300);
        assertThat(heard.next()).isEqualTo("a".repeat(1_000));
        line.sendBytes("no text").pinged("are you there");
        assertThat(line.heard()).isEqualTo("pong are you there");
        socket.send("taken");
        assertThat(line.heard()).isEqualTo("taken");
        socket.send("the last word");
        socket.close();
        socket.close();
        socket.send("too late");
        assertThat(line.heard()).isEqualTo("the last word");
        assertThat(line.closed()).isEqualTo("1000");
        assertThat(heard.next()).startsWith("closed: ");
        assertThat(line.isQuiet()).isTrue();
        assertThat(heard.all).isEmpty();
    }

    @Test
    void aMessageThatIsTooBigEndsIt() {
        open(LIMITS);
        opened().send("a".repeat(MOST + 1));
        assertThat(heard.next()).startsWith("closed: ").contains(String.valueOf(MOST));
    }

    @Test
    void aMessageThatIsTooBigInPiecesEndsIt() {
        open(LIMITS);
        SlackStandIn.Line line = opened();
        line.sendInPieces("a".repeat(2 * MOST), MOST / 2);
        assertThat(heard.next()).startsWith("closed: ");
        line.closed();
    }

    @Test
    void whatTheServerClosesIsClosed() {
        open(LIMITS);
        opened().goAway();
        assertThat(heard.next()).isEqualTo("closed: the other side closed it: 1001");
        assertThat(heard.all).isEmpty();
    }

    /** It reads nothing and says nothing, as behind a router that has forgotten the connection. */
    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            GuardedSocket.open(
                    LOOPBACK,
                    URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/link"),
                    new GuardedSocket.Limits(Duration.ofMillis(100), MOST, Duration.ofSeconds(20)),
                    heard);
            assertThat(heard.next()).isEqualTo("closed: it did not open in time");
        }
    }

    @Test
    void aServerThatIsGoneAfterItOpenedIsNoticed() throws Exception {
        try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                MuteServer mute = new MuteServer(gone)) {
            GuardedSocket.open(
                    LOOPBACK,
                    URI.create("ws://127.0.0.1:" + gone.getLocalPort() + "/link"),
                    new GuardedSocket.Limits(
                            Duration.ofSeconds(5), MOST, Duration.ofMillis(300)), // in which a busy machine opens it
                    heard);
            assertThat(heard.next()).isEqualTo("open");
            assertThat(heard.next()).isEqualTo("closed: nothing was heard for 900 ms");
            assertThat(mute.pings()).isEqualTo(2);
        }
    }

    @Test
    void whoeverAnswersPingsIsThere() {
        open(new GuardedSocket.Limits(Duration.ofSeconds(5), MOST, Duration.ofMillis(400)));
        SlackStandIn.Line line = opened();
        line.pinged("1"); // and meanwhile the server's side answers ours
        assertThat(line.heard()).isEqualTo("pong 1");
        line.afterPings(4);
        line.send("still there");
        assertThat(heard.next()).isEqualTo("still there");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 408, 429})
    void anotherAnswerThanTheSwitchIsNone(int status) throws Exception {
        try (RawServer other = new RawServer(
                "127.0.0.1",
                ServerSocketFactory.getDefault(),
                "HTTP/1.1 " + status + " No\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "")) {
            GuardedSocket.open(LOOPBACK, URI.create("ws://127.0.0.1:" + other.port() + "/"), LIMITS, heard);
            assertThat(heard.next()).isEqualTo("closed: the other side opens no WebSocket: status " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://127.0.0.1:1/link",
                "wss://127.0.0.1/link",
                "wss://169.254.169.254/latest",
                "wss://[::1]/",
                "wss://10.0.0.1/",
                "ws://slack.com/",
                "https://slack.com/",
                "wss://a:b@slack.com/"
            })
    void whereTheGuardLetsNobodyItDoesNotGo(String url) {
        GuardedSocket.open(AddressGuard.allowing(""), URI.create(url), LIMITS, heard);
        assertThat(heard.next()).startsWith("closed: ").contains("expected");
        assertThat(heard.all).isEmpty();
    }

    @Test
    void tlsIsVerified(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool") + " -genkeypair -alias server"
                + " -keyalg EC -dname CN=server -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass changeit -keystore "
                + store;
        assertThat(new ProcessBuilder(keytool.split(" ")).inheritIO().start().waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);

        try (SlackStandIn secure =
                SlackStandIn.start(new PfxOptions().setPath(store.toString()).setPassword("changeit"))) {
            GuardedSocket.open(LOOPBACK, URI.create(secure.url()), LIMITS, heard);
            assertThat(heard.next()).startsWith("closed: ").contains("certification path");
            GuardedSocket.open(LOOPBACK, URI.create(secure.url()), LIMITS, heard, Optional.of(context));
            assertThat(heard.next()).isEqualTo("open");
            secure.next().send("by TLS");
            assertThat(heard.next()).isEqualTo("by TLS");
        }
    }
}
