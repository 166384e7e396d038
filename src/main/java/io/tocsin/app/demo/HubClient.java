package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to the hub as anybody outside of it would: over HTTP, with a token. */
final class HubClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * What the hub said of an event.
     *
     * @param id of the event
     * @param status {@code accepted} or {@code duplicate}
     */
    record Answer(String id, String status) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String address;
    private final String token;

    /**
     * @param address of the hub
     * @param token that opens its API and every source
     */
    HubClient(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Sends one event; the key makes a repeat of it a repeat. */
    Answer post(String source, JsonNode event, String key) throws MissingException {
        JsonNode answer = send("/v1/events/" + source, event.toString(), key);
        return new Answer(answer.path("id").asText(), answer.path("status").asText());
    }

    /** Sends a dead delivery again. */
    void redrive(String deadLetter) throws MissingException {
        ObjectNode order = json.createObjectNode().put("reason", "the demo fixed the receiver");
        order.putArray("ids").add(deadLetter);
        JsonNode answer = send("/v1/dead-letters/redrive", order.toString(), deadLetter);
        if (answer.path("count").asInt() != 1) {
            throw new MissingException("the redrive of " + deadLetter + ": the hub answered " + answer);
        }
    }

    /**
     * Makes a silence of five minutes.
     *
     * @param matcher which alerts, as Alertmanager writes it
     * @return its id
     */
    String silence(String matcher, String comment) throws MissingException {
        ObjectNode silence = json.createObjectNode()
                .put("duration", "5m")
                .put("author", "the demo")
                .put("comment", comment);
        silence.putArray("matchers").add(matcher);
        return send("/v1/silences", silence.toString(), matcher).path("id").asText();
    }

    /** Ends a silence early. */
    void endSilence(String id) throws MissingException {
        send("/v1/silences/" + id + "/end", "{}", id);
    }

    /** Follows a link of a message as a browser does, or whatever looks at links before their readers. */
    void follow(String link) throws MissingException {
        expect(200, "GET", link, HttpRequest.newBuilder(URI.create(link)).GET());
    }

    /** Presses a button of the page behind a link. */
    void press(String link, String act) throws MissingException {
        expect(
                303,
                "POST",
                link,
                HttpRequest.newBuilder(URI.create(link))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("act=" + act)));
    }

    private void expect(int status, String method, String link, HttpRequest.Builder request) throws MissingException {
        int answer =
                exchange(method + " " + link, request.timeout(TIMEOUT).build()).statusCode();
        if (answer != status) {
            throw new MissingException(
                    method + " " + link + " was answered " + answer + ", and " + status + " was expected");
        }
    }

    private JsonNode send(String path, String body, String key) throws MissingException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = exchange("POST " + path, request);
        if (response.statusCode() >= 300) {
            throw new MissingException(
                    "POST " + path + " was answered " + response.statusCode() + " " + response.body());
        }
        try {
            return json.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("POST " + path + " was not answered with JSON", e);
        }
    }

    private HttpResponse<String> exchange(String what, HttpRequest request) throws MissingException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(what + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MissingException("the answer to " + what + ": interrupted");
        }
    }
}
