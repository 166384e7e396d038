package io.tocsin.bench;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Alerts by the hundred in each event, in the form of an Alertmanager's webhook: what fills a store fast. */
final class Crowd {
    /** Alerts of one event. */
    static final int AN_EVENT = 500;

    private Crowd() {}

    /** So many alerts, an event of 500 in each request. */
    static List<Batch> firing(int alerts) {
        List<Batch> requests = new ArrayList<>();
        for (int event = 0; event < alerts / AN_EVENT; event++) {
            requests.add(new Batch(AN_EVENT, Buffer.buffer(event(event, "firing"))));
        }
        return requests;
    }

    /** The ends of so many alerts, all in one request. */
    static Buffer ends(int alerts) {
        return Buffer.buffer(IntStream.range(0, alerts / AN_EVENT)
                .mapToObj(event -> event(event, "resolved"))
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static String event(int number, String status) {
        return IntStream.range(0, AN_EVENT)
                .mapToObj(alert ->
                        "{\"status\":\"%s\",\"labels\":{\"alertname\":\"Down\",\"crowd\":\"y\",\"host\":\"%d-%d\"}}"
                                .formatted(status, number, alert))
                .collect(Collectors.joining(
                        ",",
                        "{\"version\":\"4\",\"groupKey\":\"g%d\",\"status\":\"%s\",\"receiver\":\"hub\",\"alerts\":["
                                .formatted(number, status),
                        "]}"));
    }
}
