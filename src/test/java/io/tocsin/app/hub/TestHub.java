package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.corridor.SettableClock;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.awaitility.Awaitility;

/**
 * A real hub on a free port, with its data and its route files in a temporary folder: a copy of the project's own, which
 * {@link HubFiles} changes before the start and the test may change after it.
 */
public final class TestHub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNDER_WAY = "SELECT (SELECT count(*) FROM event WHERE owner IS NOT NULL)"
            + " + (SELECT count(*) FROM notice WHERE state = 'pending')"
            + " + (SELECT count(*) FROM delivery WHERE owner IS NOT NULL)";

    private final HubFiles files;
    private final Hub hub;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    TestHub(HubFiles files, Hub hub) {
        this.files = files;
        this.hub = hub;
    }

    /** The running hub. */
    public Hub hub() {
        return hub;
    }

    /** Its files, to be changed while it runs. */
    public HubFiles files() {
        return files;
    }

    /** All paths that it answers at, those of its sources too. */
    public List<Route> paths() {
        return hub.camel()
                .getRegistry()
                .findSingleByType(VertxPlatformHttpRouter.class)
                .getRoutes();
    }

    /** Where it listens: {@code http://127.0.0.1:<port>}. */
    public String url() {
        return hub.address();
    }

    /** The first admin token, which opens the API and every source. */
    public String token() {
        return files.token();
    }

    /** Posts an event to a source and gives back its id; anything but 202 fails the test. */
    public String send(String source, String json) {
        HttpResponse<String> answer = post("/v1/events/" + source, json);
        if (answer.statusCode() != 202) {
            throw new AssertionError("the hub answered " + answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("id").textValue();
    }

    /** Posts with the admin token, whatever the answer is. */
    public HttpResponse<String> post(String path, String json) {
        return post(token(), path, Map.of(), json);
    }

    /** Posts a form as a browser does, without a token, whatever the answer is. */
    public HttpResponse<String> submit(String path, String form) {
        return exchange(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Gets with the admin token, whatever the answer is. */
    public HttpResponse<String> get(String path) {
        return exchange(authorized(path).GET());
    }

    /** Gets JSON with the admin token; anything but 200 fails the test. */
    public ObjectNode read(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return (ObjectNode) json(answer);
    }

    /** A request to a path of this hub, with the admin token. */
    public HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + token());
    }

    /** Issues a token and gives back what the API answers. @param json the body: {@code {"role": "viewer"}} */
    public JsonNode issue(String json) {
        HttpResponse<String> answer = post("/v1/tokens", json);
        if (answer.statusCode() != 201) {
            throw new AssertionError("the hub answered " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    /** Posts JSON with a token and further headers. */
    public HttpResponse<String> post(String token, String path, Map<String, String> headers, String json) {
        HttpRequest.Builder request = request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return exchange(request);
    }

    /** Sends a request with a token, whatever the answer is. @param body JSON; empty for none */
    public HttpResponse<String> as(String token, String method, String path, String body) {
        HttpRequest.Builder request = request(path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        return exchange(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    /** A request to a path of this hub, without a token. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
    }

    /** Sends a request. */
    public HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer's body as JSON. */
    public static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    /** A text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    /** One number of the store. */
    public long count(String sql) {
        return hub.store().read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    /** One text of the store, empty where there is no row or nothing in it. */
    public Optional<String> text(String sql) {
        return hub.store().read(tx -> tx.createQuery(sql).mapTo(String.class).findOne());
    }

    /** How an incident stands, as the API has it. */
    public String state(String incident) {
        return read("/v1/incidents/" + incident).path("state").asText();
    }

    /** Who did what about this: {@code <action> by <actor>}. */
    public List<String> audit(String target) {
        return hub.store()
                .read(tx -> tx.createQuery("SELECT action || ' by ' || actor FROM audit WHERE target = :id ORDER BY id")
                        .bind("id", target)
                        .mapTo(String.class)
                        .list());
    }

    /**
     * Moves the clock once what is under way has its end in the store: a jump ends the leases of the rest, and what a
     * receiver had just got would be sent again.
     */
    public void advance(SettableClock clock, Duration by) {
        Awaitility.await().atMost(PATIENCE).until(() -> count(UNDER_WAY) == 0);
        clock.advance(by);
    }

    @Override
    public void close() {
        hub.close();
    }

    /** Reads a file of the hub. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
