package io.tocsin.bench;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keep-alive connections to one server, spread over two event loops; every request is a POST of a ready body. */
final class Client implements AutoCloseable {
    private static final int LOOPS = 2;

    private final List<Vertx> loops = new ArrayList<>(); // one event loop each, so that a sender stays on its own
    private final List<HttpClient> clients = new ArrayList<>();
    private final RequestOptions request;

    /** Opens at most this many connections, as they are needed. */
    Client(int port, String path, Map<String, String> headers, int connections) {
        MultiMap all = HeadersMultiMap.httpHeaders().add("Content-Type", "application/json");
        headers.forEach(all::add);
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setHeaders(all);
        for (int loop = 0; loop < LOOPS; loop++) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            loops.add(vertx);
            clients.add(vertx.createHttpClient(new HttpClientOptions()
                    .setMaxPoolSize(Math.max(1, connections / LOOPS))
                    .setMaxWaitQueueSize(-1)
                    .setTcpNoDelay(true)));
        }
    }

    /** Runs the task on the event loop of the sender with this number, on which its posts must be made. */
    void onLoopOf(int sender, Runnable task) {
        loops.get(sender % LOOPS).runOnContext(nothing -> task.run());
    }

    /** Runs the task on that loop after some milliseconds. */
    void later(int sender, long millis, Runnable task) {
        loops.get(sender % LOOPS).setTimer(millis, id -> task.run());
    }

    /** Posts, and gives the status of the answer once its body has been read. */
    Future<Integer> post(int sender, Buffer body) {
        return clients.get(sender % LOOPS)
                .request(new RequestOptions(request))
                .compose(open -> open.send(body))
                .compose(answer -> answer.body().map(read -> answer.statusCode()));
    }

    @Override
    public void close() throws Exception {
        for (Vertx vertx : loops) {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
