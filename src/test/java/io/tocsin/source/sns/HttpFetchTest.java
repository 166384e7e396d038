package io.tocsin.source.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.net.guard.AddressGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpFetchTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger followed = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/small", 200, new byte[64 * 1024]);
        answer("/large", 200, new byte[64 * 1024 + 1]);
        answer("/missing", 404, new byte[3]);
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/followed");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/followed", exchange -> {
            followed.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private byte[] get(Duration limit, String path) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new HttpFetch(AddressGuard.allowing("127.0.0.0/8"), limit)
                .get(address)
                .toCompletableFuture()
                .join();
    }

    @Test
    void aSmallFileComesWhole() {
        assertThat(get(Duration.ofSeconds(10), "/small")).hasSize(64 * 1024);
    }

    @Test
    void aFileAboveTheLimitFails() {
        assertThatThrownBy(() -> get(Duration.ofSeconds(10), "/large"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("65536 bytes");
    }

    @Test
    void anythingBut200Fails() {
        assertThatThrownBy(() -> get(Duration.ofSeconds(10), "/missing"))
                .hasMessageContaining("127.0.0.1 answered 404")
                .hasCauseInstanceOf(Fetch.NotThereException.class);
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThatThrownBy(() -> get(Duration.ofSeconds(10), "/elsewhere")).hasMessageContaining("answered 302");
        assertThat(followed).hasValue(0);
    }

    @Test
    void anAnswerThatNeverEndsFailsInTime() {
        assertThatThrownBy(() -> get(Duration.ofMillis(300), "/drip"))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("more than 300 ms");
    }

    @Test
    void anAddressThatTheGuardRefusesIsNotAsked() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/followed");
        assertThatThrownBy(() -> new HttpFetch(AddressGuard.allowing(""))
                        .get(address)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("refused by the address guard");
        assertThat(followed).hasValue(0);
    }
}
