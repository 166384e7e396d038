package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub process that is stopped or killed, and started again, while others post to it: they try until it has taken what they post. */
final class InterruptedHub {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HubProcess hub;
    private final List<Away> away = new CopyOnWriteArrayList<>();

    private record Away(Instant from, Instant until) {}

    /** @param hub runs */
    InterruptedHub(HubProcess hub) {
        this.hub = hub;
    }

    /** Ends it, and starts it again. @param kill {@code kill -9}, else SIGTERM */
    void again(boolean kill) throws Exception {
        Instant from = Instant.now();
        if (kill) {
            hub.kill();
        } else {
            hub.stop(STOPS_WITHIN);
        }
        hub.start();
        away.add(new Away(from, Instant.now()));
    }

    /** How often it was. */
    int times() {
        return away.size();
    }

    /** Whether it was away between two times, or at one of them. */
    boolean wasAway(Instant from, Instant until) {
        return away.stream().anyMatch(gap -> gap.from.isBefore(until) && gap.until.isAfter(from));
    }

    /** For how long it was away, or not yet ready, between two times. */
    Duration away(Instant from, Instant until) {
        return away.stream()
                .map(gap -> Duration.between(
                        gap.from.isBefore(from) ? from : gap.from, gap.until.isAfter(until) ? until : gap.until))
                .filter(time -> !time.isNegative())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** From the first try until the answer of the last: it was taken at some moment between. */
    record Posted(Instant first, Instant answered) {}

    /** Posts until it is answered as expected. */
    Posted post(String path, String json, int expected) {
        Instant first = Instant.now();
        await(path)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .until(() -> status(path, json) == expected);
        return new Posted(first, Instant.now());
    }

    private int status(String path, String json) throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
                                    .timeout(Duration.ofSeconds(10))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + hub.token())
                                    .POST(HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException away) {
            return 0;
        }
    }
}
