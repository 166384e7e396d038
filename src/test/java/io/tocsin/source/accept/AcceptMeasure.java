package io.tocsin.source.accept;

import io.tocsin.model.event.Accepted;
import io.tocsin.net.server.HttpSettings;
import io.tocsin.net.server.HubHttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Not a test: the measurement behind docs/decisions/0001-accept-on-the-event-loop.md. Two routes on one server, each with a
 * store that answers 5 ms later on a thread of its own; 256 senders for 4 s each.
 */
final class AcceptMeasure {
    private static final int SENDERS = 256;
    private static final int SECONDS = 4;

    private AcceptMeasure() {}

    public static void main(String[] arguments) throws Exception {
        ScheduledExecutorService committer = Executors.newScheduledThreadPool(1);
        try (var context = new DefaultCamelContext()) {
            HubHttpServer server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
            context.addService(server);
            Late late = new Late(committer);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/worker?httpMethodRestrict=POST").process(late);
                    from("accept:/loop/{source}?authenticate=false&rate=0").process(late);
                }
            });
            context.start();
            for (int round = 1; round <= 2; round++) {
                for (String path : List.of("/worker", "/loop/x")) {
                    System.out.printf("round %d %-8s %,d requests/s%n", round, path, run(server.getPort(), path));
                }
            }
        } finally {
            committer.shutdownNow();
        }
        System.exit(0);
    }

    private static long run(int port, String path) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"x\"}"))
                .build();
        LongAdder done = new LongAdder();
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(SECONDS);
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(send(client, request, done, end));
        }
        senders.forEach(CompletableFuture::join);
        return done.sum() * 1_000_000_000L / (System.nanoTime() - began);
    }

    private static CompletableFuture<Void> send(HttpClient client, HttpRequest request, LongAdder done, long end) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenCompose(answer -> {
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("status " + answer.statusCode());
            }
            done.increment();
            return System.nanoTime() < end
                    ? send(client, request, done, end)
                    : CompletableFuture.<Void>completedFuture(null);
        });
    }

    /** Completes 5 ms later, as a group commit does. */
    private static final class Late extends AsyncProcessorSupport {
        private final ScheduledExecutorService committer;

        private Late(ScheduledExecutorService committer) {
            this.committer = committer;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            committer.schedule(
                    () -> {
                        if (exchange.getMessage().getBody() instanceof List<?>) {
                            exchange.getMessage().setBody(List.of(new Accepted("e", Accepted.Status.ACCEPTED)));
                        }
                        callback.done(false);
                    },
                    5,
                    TimeUnit.MILLISECONDS);
            return false;
        }
    }
}
