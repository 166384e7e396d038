package io.tocsin.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HubHttpServerTest {
    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aPortInUseIsOneClearLineAndNoSilence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> start(new HubHttpServer(HttpSettings.at("127.0.0.1", taken.getLocalPort()))))
                    .isInstanceOf(CannotListenException.class)
                    .hasRootCauseInstanceOf(java.net.BindException.class)
                    .hasStackTraceContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasStackTraceContaining("HUB_PORT");
        }
    }

    @Test
    void stockRoutesUseTheSameServerAndItsLimits() throws Exception {
        HubHttpServer server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/hello?httpMethodRestrict=POST").setBody(constant("hello"));
                from("platform-http:/v1/broken").throwException(new IllegalStateException("secret place"));
            }
        });
        start(server);

        assertThat(send(post(server, "/v1/hello", "x")).body()).isEqualTo("hello");
        assertThat(send(post(server, "/v1/hello", "x".repeat(300 * 1024))).statusCode())
                .isEqualTo(413);
        assertProblem(send(HttpRequest.newBuilder(uri(server, "/v1/hello"))), 405);
        assertProblem(send(HttpRequest.newBuilder(uri(server, "/nowhere"))), 404);
    }

    @Test
    void aHeaderThatIsTooLongIsAProblem() throws Exception {
        HubHttpServer server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
        start(server);

        assertProblem(send(HttpRequest.newBuilder(uri(server, "/")).header("X-Long", "x".repeat(9000))), 431);
    }

    @Test
    void severalEventLoopsShareOnePort() throws Exception {
        HubHttpServer server =
                new HubHttpServer(new HttpSettings("127.0.0.1", 0, 3, 1, 1024, 8192, java.time.Duration.ofSeconds(5)));
        start(server);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        context.getRegistry()
                .findSingleByType(VertxPlatformHttpRouter.class)
                .get("/thread")
                .handler(request -> {
                    threads.add(Thread.currentThread().getName());
                    request.end();
                });

        for (int i = 0; i < 6; i++) {
            // A connection each: a loop keeps its connections.
            send(HttpRequest.newBuilder(uri(server, "/thread")));
        }
        assertThat(threads).hasSize(3);
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        HubHttpServer server =
                new HubHttpServer(new HttpSettings("127.0.0.1", 0, 1, 1, 1024, 8192, java.time.Duration.ofSeconds(1)));
        start(server);

        try (Socket silent = new Socket("127.0.0.1", server.getPort())) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aPortIsFreeAgainAfterTheStop() throws Exception {
        HubHttpServer server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
        start(server);
        int port = server.getPort();
        context.stop();

        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void aFigureOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> HttpSettings.at("127.0.0.1", 70_000)).hasMessageContaining("port is 70000");
    }

    private void start(HubHttpServer server) throws Exception {
        context.addService(server);
        context.start();
    }

    private static URI uri(HubHttpServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.getPort() + path);
    }

    private static HttpRequest.Builder post(HubHttpServer server, String path, String body) {
        return HttpRequest.newBuilder(uri(server, path)).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
}
