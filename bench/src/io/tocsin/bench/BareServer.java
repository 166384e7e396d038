package io.tocsin.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The limit of the machine: a Vert.x server in a process of its own that reads the body, parses the JSON of a single
 * event, stores nothing, tells nobody and answers 202.
 */
final class BareServer implements SystemUnderTest {

    /** The child's own main. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx()
                .deployVerticle(() -> new Listener(port), new DeploymentOptions().setInstances(loops))
                .onSuccess(id -> System.out.println("ready"));
    }

    /** One event loop's share of the connections. */
    private static final class Listener extends AbstractVerticle {
        private final int port;

        Listener(int port) {
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            getVertx()
                    .createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                    .requestHandler(request -> request.bodyHandler(body -> request.response()
                            .setStatusCode(202)
                            .putHeader("Content-Type", "application/json")
                            .end("{\"id\":\"" + title(Json.decodeValue(body)) + "\",\"status\":\"accepted\"}")))
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private static String title(Object json) {
            return json instanceof JsonObject event ? event.getString("title") : "batch";
        }
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public int receivers() {
        return 0;
    }

    @Override
    public Child start(Path work, int sinkPort) throws IOException, InterruptedException {
        int port = Children.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port));
        return Children.start(builder, work.resolve("bare.log"), port, output -> output.contains("ready"));
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Map<String, String> headers(Path work) {
        return Map.of();
    }

    @Override
    public String event(int sequence) {
        return Events.forHub(sequence);
    }

    @Override
    public boolean alwaysArray() {
        return false;
    }
}
