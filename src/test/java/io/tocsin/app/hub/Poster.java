package io.tocsin.app.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Posts events to the source {@code kill} of a hub that may go away at any time.
 *
 * @param port where the hub listens on loopback, whenever it runs
 * @param token opens the source
 * @param http sends
 */
record Poster(int port, String token, HttpClient http) {

    Poster(int port, String token) {
        this(
                port,
                token,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(2))
                        .build());
    }

    /**
     * True once the hub answered 202.
     *
     * @throws IOException if it answered something else, or nothing
     */
    boolean posted(String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events/kill"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 202) {
            throw new IOException("HTTP " + status);
        }
        return true;
    }
}
