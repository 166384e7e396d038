package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/** The receivers of the acceptance suite, on loopback: who told them what of which case, and when. */
final class AcceptanceReceivers implements AutoCloseable {

    /**
     * A notice that was taken.
     *
     * @param who told it: hub or alertmanager
     * @param of the case
     * @param to the receiver
     * @param at when it came
     * @param id the same in each try of one message; empty where the sender has none
     * @param kind of notice, as the hub says it; empty where the sender has none
     * @param alerts what it says
     */
    record Arrival(String who, String of, String to, Instant at, String id, String kind, List<Heard> alerts) {}

    /**
     * What it says of an alert.
     *
     * @param labels without the case's
     * @param fires whether it fires
     * @param startsAt as it says
     * @param endsAt as it says; empty of what fires
     * @param note its annotation; empty without one
     */
    record Heard(SortedMap<String, String> labels, boolean fires, String startsAt, String endsAt, String note) {

        static Heard read(JsonNode alert) {
            SortedMap<String, String> labels = new TreeMap<>();
            alert.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            labels.remove("case");
            return new Heard(
                    labels,
                    alert.path("status").asText().equals("firing"),
                    alert.path("startsAt").asText(),
                    alert.path("endsAt").asText(),
                    alert.at("/annotations/note").asText());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    AcceptanceReceivers() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** Where one of them listens for one that tells. */
    String url(String who, String to) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + who + "/" + to;
    }

    /** What a receiver answers to what is told of a case from now on. */
    void answer(String who, String of, String to, int status) {
        answers.put(key(who, of, to), status);
    }

    /** What has come of a case, in the order of time. */
    List<Arrival> of(String who, String of, String to) {
        return arrivals.stream()
                .filter(arrival -> key(arrival.who, arrival.of, arrival.to).equals(key(who, of, to)))
                .toList();
    }

    private static String key(String who, String of, String to) {
        return who + " " + of + " " + to;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            JsonNode message =
                    TestHub.json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String of = message.at("/alerts/0/labels/case").asText();
            int status = answers.getOrDefault(key(path[1], of, path[2]), 200);
            if (status == 200) {
                arrivals.add(new Arrival(
                        path[1],
                        of,
                        path[2],
                        Instant.now(),
                        message.at("/delivery/id").asText(),
                        message.at("/notice/kind").asText(),
                        StreamSupport.stream(message.path("alerts").spliterator(), false)
                                .map(Heard::read)
                                .toList()));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
