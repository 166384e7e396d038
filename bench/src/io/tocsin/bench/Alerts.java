package io.tocsin.bench;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The requests in which a Prometheus tells of its firing alerts: they began when they did, and hold for four minutes. */
final class Alerts {
    /** How many Prometheus 2 puts into one request; Prometheus 3 takes 256, which costs less. */
    static final int A_REQUEST = 64;

    private static final Instant BEGAN = Instant.now();
    private static final long HOLDS_SECONDS = 240; // four times the resend delay of a minute

    private Alerts() {}

    /** All of them, told so many minutes after they began. */
    static List<Batch> afterMinutes(int minutes, int alerts) {
        Instant ends = BEGAN.plusSeconds(minutes * 60L + HOLDS_SECONDS);
        List<Batch> requests = new ArrayList<>();
        for (int first = 0; first < alerts; first += A_REQUEST) {
            int last = Math.min(first + A_REQUEST, alerts);
            String body = IntStream.range(first, last)
                    .mapToObj(number -> alert(number, ends))
                    .collect(Collectors.joining(",", "[", "]"));
            requests.add(new Batch(last - first, Buffer.buffer(body)));
        }
        return requests;
    }

    private static String alert(int number, Instant ends) {
        String alert = Events.forAlertmanager(number);
        return alert.substring(0, alert.length() - 1) + ",\"startsAt\":\"" + BEGAN + "\",\"endsAt\":\"" + ends
                + "\",\"generatorURL\":\"http://prometheus.example/graph?g0.expr=up\"}";
    }
}
