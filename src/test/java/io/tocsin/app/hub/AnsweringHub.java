package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A hub whose messages people answer, and what its chats got.
 *
 * @param hub that runs
 * @param sink all of its chats
 */
record AnsweringHub(TestHub hub, Sink sink) implements AutoCloseable {

    /** On a busy machine. */
    static final Duration SOON = Duration.ofSeconds(20);

    private static final AtomicLong TITLES = new AtomicLong(1_000);

    /** What a chat got at this path that has this text in it, and fits. */
    JsonNode got(String path, String what, Predicate<JsonNode> which) {
        return sink.await(path, what, which);
    }

    /** The first message of a new incident of this source, once the chat has it. */
    JsonNode opened(String source, String path) {
        String title = "Trouble number " + TITLES.incrementAndGet();
        hub.send(source, "{\"title\": \"" + title + "\"}");
        return got(path, title, body -> true);
    }

    /** Once the hub was quick enough: a busy machine's 503 is pressed again by whoever saw that it failed. */
    HttpResponse<String> posted(HttpRequest.Builder request) {
        return inTime(() -> hub.exchange(request.copy()));
    }

    /** The answer that is no 503. */
    static HttpResponse<String> inTime(Callable<HttpResponse<String>> post) {
        return await().pollDelay(Duration.ZERO).atMost(SOON).until(post, answer -> answer.statusCode() != 503);
    }

    String state(String incident) {
        return hub.state(incident);
    }

    /** Who did what about it. */
    List<String> audit(String incident) {
        return hub.audit(incident);
    }

    @Override
    public void close() {
        hub.close();
        sink.close();
    }
}
