package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that always sends a little in time holds no sender: each exchange as a whole has a deadline. */
@Timeout(60)
class DrippingServerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    private static final Deadlines DEADLINES = new Deadlines();

    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        AddressGuard guard = AddressGuard.allowing("127.0.0.2");
        context = new DefaultCamelContext();
        context.getRegistry().bind("http", new GuardedHttp(guard, NameService.SYSTEM, DEADLINES));
        context.getRegistry().bind("https", new GuardedHttp(guard, NameService.SYSTEM, DEADLINES));
        context.start();
    }

    @AfterAll
    static void stop() throws IOException {
        context.close();
    }

    private static RawServer server(String first, String drip) throws IOException {
        return new RawServer("127.0.0.2", ServerSocketFactory.getDefault(), first, drip);
    }

    private static Failure failure(String url) {
        Exchange exchange =
                context.createFluentProducerTemplate().to(url).withBody("{}").request(Exchange.class);
        assertThat(exchange.getException()).as(url).isNotNull();
        return new Judge(InstantSource.system()).judge(exchange.getException());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a status line letter by letter, '', H",
        "a head letter by letter, 'HTTP/1.1 200 OK\r\nX-Long: ', x",
        "interim answers without end, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'",
        "100 Continue without end, '', 'HTTP/1.1 100 Continue\r\n\r\n'",
        "a body byte by byte, 'HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n', x",
        "chunks without end, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'",
        "trailers without end, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ', x"
    })
    void anAnswerIsCutOffWhenItsTimeIsOver(String name, String first, String drip) throws Exception {
        try (RawServer server = server(first, drip)) {
            Failure failure = failure("http://127.0.0.2:" + server.port() + "/?responseTimeout=500");
            assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
            assertThat(failure.reason()).contains("the whole answer took more than 500 ms");
            assertThat(server.isLeft()).isTrue();
        }
    }

    @Test
    void aTlsHandshakeThatDripsIsCutOffAndNothingWasSent() throws Exception {
        // The head of a TLS record that announces more than ever comes.
        try (RawServer server = server("\u0016\u0003\u0003\u003f\u00ff", "x")) {
            Failure failure = failure("https://127.0.0.2:" + server.port()
                    + "/?connectTimeout=250&connectionRequestTimeout=250&responseTimeout=5000");
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason()).contains("the connection took more than 750 ms");
            assertThat(server.isLeft()).isTrue();
        }
    }

    @Test
    void theClientOfTheHubsOwnFetchesIsBoundedAlike() throws Exception {
        AddressGuard guard = AddressGuard.allowing("127.0.0.2");
        try (RawServer server = server(HEAD + "X-Long: ", "x")) {
            URI url = URI.create("http://127.0.0.2:" + server.port() + "/cert.pem");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> GuardedClient.get(guard, url, Duration.ofMillis(500), 1_000)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.isLeft()).isTrue();
        }
    }

    /** Anybody who clicks in a chat can cause fifty a second. */
    @Test
    void manyThatTheHubItselfAsksAtOnceShareAFewThreads() throws Exception {
        AddressGuard guard = AddressGuard.allowing("127.0.0.2");
        long before = sendThreads();
        try (RawServer server = server(HEAD + "X-Long: ", "x")) {
            URI url = URI.create("http://127.0.0.2:" + server.port() + "/hook");
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                asked.add(GuardedClient.post(guard, url, Map.of(), new byte[0], Duration.ofMillis(500)));
            }
            assertThat(sendThreads() - before).isLessThanOrEqualTo(4);
            asked.forEach(one -> assertThat(one).failsWithin(Duration.ofSeconds(20)));
        }
    }

    private static long sendThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("http-send"))
                .count();
    }

    @Test
    void whatIsStillWaitedForWhenTheHubStopsIsCutOff() throws Exception {
        try (RawServer server = server(HEAD + "X-Long: ", "x")) {
            CompletableFuture<Failure> sending = CompletableFuture.supplyAsync(
                    () -> failure("http://127.0.0.2:" + server.port() + "/?responseTimeout=50000"));
            assertThat(server.isFound()).isTrue();
            DEADLINES.endAllIn(Duration.ZERO);
            assertThat(sending.join().failureClass()).isEqualTo(FailureClass.UNKNOWN);
            assertThat(server.isLeft()).isTrue();
        }
    }
}
