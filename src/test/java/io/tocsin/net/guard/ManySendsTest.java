package io.tocsin.net.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on their way hold no thread, and share a bounded number of connections. */
@Timeout(60)
class ManySendsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final List<Thread> wentOn = new CopyOnWriteArrayList<>();
    private final Names names = new Names();
    private DefaultCamelContext context;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .connectionHandler(connections::add)
                .requestHandler(request -> request.body().onSuccess(body -> held.add(request)))
                .listen(0, "127.0.0.2")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        context = new DefaultCamelContext();
        context.getRegistry()
                .bind("http", new GuardedHttp(AddressGuard.allowing("127.0.0.0/29"), names, new Deadlines()));
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private AsyncProducer producer(String host, String options) throws Exception {
        AsyncProducer producer = context.getEndpoint("http://" + host + ":" + server.actualPort() + "/?" + options)
                .createAsyncProducer();
        producer.start();
        return producer;
    }

    /** As a lane does. */
    private CompletableFuture<Exchange> send(AsyncProducer producer) {
        Exchange exchange = context.getEndpoint("http://127.0.0.2/").createExchange();
        exchange.getMessage().setBody("{}");
        Steps steps = next -> CompletableFuture.runAsync(() -> {
            wentOn.add(Thread.currentThread());
            next.run();
        });
        exchange.setProperty(Steps.PROPERTY, steps);
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        assertThat(producer.process(exchange, sync -> ended.complete(exchange))).isFalse();
        return ended;
    }

    private void answerAll() {
        for (HttpServerRequest request = held.poll(); request != null; request = held.poll()) {
            request.response().end("taken");
        }
    }

    @Test
    void oneThreadHasManyRequestsOnTheirWay() throws Exception {
        int many = 500;
        AsyncProducer producer = producer("127.0.0.2", "connectionsPerRoute=" + many);
        List<CompletableFuture<Exchange>> sends = new CopyOnWriteArrayList<>();
        for (int i = 0; i < many; i++) {
            sends.add(send(producer));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> held.size() == many);
        assertThat(connections).hasSize(many);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("http-send"))
                .hasSizeLessThanOrEqualTo(4);

        answerAll();
        for (CompletableFuture<Exchange> send : sends) {
            assertThat(send.get().getException()).isNull();
            assertThat(send.get().getMessage().getBody(String.class)).isEqualTo("taken");
        }
        assertThat(wentOn).noneMatch(thread -> thread.getName().equals("http-send"));
    }

    @Test
    void oneConnectionServesOneAfterTheOther() throws Exception {
        AsyncProducer producer = producer("127.0.0.2", "");
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Exchange> send = send(producer);
            await().until(() -> !held.isEmpty());
            answerAll();
            assertThat(send.get().getException()).isNull();
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void asManyConnectionsAsItMayHaveAndTheRestWaitsForOne() throws Exception {
        AsyncProducer producer = producer("127.0.0.2", "connectionsPerRoute=2");
        List<CompletableFuture<Exchange>> sends = List.of(send(producer), send(producer), send(producer));
        await().until(() -> held.size() == 2);
        for (int i = 0; i < 2; i++) { // and not the third, which may come meanwhile
            held.remove().response().end("taken");
        }
        await().until(() -> held.size() == 1);
        answerAll();
        for (CompletableFuture<Exchange> send : sends) {
            assertThat(send.get().getException()).isNull();
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void whoRefusesTheConnectionIsSaidInWordsOfTheJdk() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            nobody = closed.getLocalPort();
        }
        AsyncProducer producer =
                context.getEndpoint("http://127.0.0.2:" + nobody + "/").createAsyncProducer();
        producer.start();

        assertThat(send(producer).get(20, TimeUnit.SECONDS).getException())
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotTheNextOnes() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
            Thread serving = new Thread(() -> {
                for (String answers : List.of(text("first") + text("surplus"), text("second"))) {
                    try {
                        Socket socket = listening.accept(); // open until the test has ended
                        BufferedReader request =
                                new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                        while (!request.readLine().isEmpty()) {}
                        socket.getOutputStream().write(answers.getBytes(UTF_8));
                    } catch (IOException ended) {
                        return;
                    }
                }
            });
            serving.setDaemon(true);
            serving.start();
            AsyncProducer producer = context.getEndpoint(
                            "http://127.0.0.2:" + listening.getLocalPort() + "/?connectionsPerRoute=1")
                    .createAsyncProducer();
            producer.start();
            CompletableFuture<Exchange> first = send(producer);
            CompletableFuture<Exchange> second = send(producer);

            assertThat(first.get(20, TimeUnit.SECONDS).getMessage().getBody(String.class))
                    .isEqualTo("first");
            assertThat(second.get(20, TimeUnit.SECONDS).getMessage().getBody(String.class))
                    .isEqualTo("second");
        }
    }

    private static String text(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void whoWaitsTooLongForAConnectionHasSentNothing() throws Exception {
        AsyncProducer producer =
                producer("127.0.0.2", "connectionsPerRoute=1&connectTimeout=100&connectionRequestTimeout=100");
        CompletableFuture<Exchange> first = send(producer);
        await().until(() -> held.size() == 1);
        assertThat(send(producer).get().getException()).hasMessageContaining("the connection took more than 300 ms");
        answerAll();
        assertThat(first.get().getException()).isNull();
        CompletableFuture<Exchange> next = send(producer);
        await().until(() -> held.size() == 1);
        answerAll();
        assertThat(next.get().getException()).isNull();
    }

    @Test
    void ofSeveralAddressesTheFirstThatAnswersIsTaken() throws Exception {
        names.with("two.test", "127.0.0.3", "127.0.0.2"); // nobody listens on the first
        CompletableFuture<Exchange> send = send(producer("two.test", ""));
        await().until(() -> held.size() == 1);
        answerAll();
        assertThat(send.get().getException()).isNull();
    }

    @Test
    void aConnectionThatTheServerClosesBetweenIsNotUsedAgain() throws Exception {
        AsyncProducer producer = producer("127.0.0.2", "");
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Exchange> send = send(producer);
            await().until(() -> !held.isEmpty());
            HttpServerRequest request = held.poll();
            request.response().putHeader("Connection", "close").end("taken");
            assertThat(send.get().getException()).isNull();
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void anAnswerThatIsCompressedUnaskedIsReadAsItWasMeant() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("0".repeat(5_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        CompletableFuture<Exchange> send = send(producer("127.0.0.2", ""));
        await().until(() -> !held.isEmpty());
        assertThat(held.peek().getHeader("Accept-Encoding")).isNull();
        held.poll()
                .response()
                .putHeader("Content-Encoding", "gzip")
                .end(io.vertx.core.buffer.Buffer.buffer(compressed.toByteArray()));
        assertThat(send.get().getMessage().getBody(byte[].class))
                .hasSize(64 * 1024)
                .containsOnly('0');
        assertThat(send.get().getMessage().getHeader("Content-Encoding")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void aCharsetThatNobodyKnowsIsNoFaultOfTheMessage(int status) throws Exception {
        CompletableFuture<Exchange> send = send(producer("127.0.0.2", ""));
        await().until(() -> !held.isEmpty());
        held.poll()
                .response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=???")
                .end("Büro");
        Exchange ended = send.get();
        if (status == 200) {
            assertThat(ended.getMessage().getBody(String.class)).isEqualTo("Büro");
        } else {
            assertThat(new Judge(InstantSource.system())
                            .judge(ended.getException())
                            .failureClass())
                    .isEqualTo(FailureClass.TRANSIENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b;c=1/@d?x=1, /a/b;c=1/@d?x=1",
        "/a?sig=abc%2Fdef&sv=1.0, /a?sig=abc%2Fdef&sv=1.0",
        "'', /",
        "?x=1, /?x=1"
    })
    void pathAndQueryArriveAsTheUrlHasThem(String url, String expected) throws Exception {
        AsyncProducer producer = context.getEndpoint("http://127.0.0.2:" + server.actualPort() + url)
                .createAsyncProducer();
        producer.start();
        CompletableFuture<Exchange> send = send(producer);
        await().until(() -> !held.isEmpty());
        String uri = held.peek().uri();
        answerAll();
        assertThat(send.get().getException()).isNull();
        assertThat(uri.replace("+", "%20")).isEqualTo(expected);
    }

    @Test
    void userAndPasswordGoWithTheRequest() throws Exception {
        CompletableFuture<Exchange> send =
                send(producer("127.0.0.2", "authMethod=Basic&authUsername=hub&authPassword=RAW(pass)"));
        await().until(() -> !held.isEmpty());
        assertThat(held.peek().getHeader("Authorization")).isEqualTo("Basic aHViOnBhc3M=");
        answerAll();
        assertThat(send.get().getException()).isNull();
    }

    @Test
    void aFloodOfInterimAnswersIsCutOff() throws Exception {
        String flood = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(2_000);
        try (RawServer raw = new RawServer("127.0.0.2", javax.net.ServerSocketFactory.getDefault(), flood, "")) {
            AsyncProducer producer = context.getEndpoint("http://"
                            + new InetSocketAddress("127.0.0.2", raw.port()).getHostString() + ":" + raw.port())
                    .createAsyncProducer();
            producer.start();
            assertThat(send(producer).get().getException()).hasMessageContaining("only interim ones");
        }
    }
}
