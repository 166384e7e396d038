package io.tocsin.app.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Three webhook receivers, {@code /hook/1} to {@code /hook/3}, that count how often they were told of each event. They
 * answer after a few milliseconds, as real ones do, so that a kill meets sends in flight.
 */
final class CountingReceivers implements AutoCloseable {
    static final int COUNT = 3;
    private static final Pattern KEY = Pattern.compile("kill-[a-z]+-\\d+");
    private static final long ANSWER_AFTER_MILLIS = 5;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);
    private final AtomicLong deliveries = new AtomicLong();
    private final List<Map<String, Integer>> told = IntStream.range(0, COUNT)
            .<Map<String, Integer>>mapToObj(receiver -> new ConcurrentHashMap<>())
            .toList();

    /** How many of each kind that are. */
    private final List<Map<String, Integer>> first = IntStream.range(0, COUNT)
            .<Map<String, Integer>>mapToObj(receiver -> new ConcurrentHashMap<>())
            .toList();

    CountingReceivers() throws IOException {
        server.createContext("/hook/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int receiver = path.charAt(path.length() - 1) - '1';
        Matcher key = KEY.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (key.find()) {
            if (told.get(receiver).merge(key.group(), 1, Integer::sum) == 1) {
                String kind = key.group().substring(0, key.group().lastIndexOf('-'));
                first.get(receiver).merge(kind, 1, Integer::sum);
            }
            deliveries.incrementAndGet();
        }
        answers.schedule(() -> answer(exchange), ANSWER_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void answer(HttpExchange exchange) {
        try (exchange) {
            exchange.sendResponseHeaders(204, -1);
        } catch (IOException killedMeanwhile) {
            // The hub on the other end is gone: that is what the test is about.
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Of these events, those that a receiver was not told of, for each receiver. */
    List<List<String>> notToldOf(Set<String> keys) {
        return told.stream()
                .map(each -> keys.stream()
                        .filter(key -> !each.containsKey(key))
                        .sorted()
                        .toList())
                .toList();
    }

    /** The events that one receiver was told of, 1 to 3. */
    Set<String> toldOf(int receiver) {
        return Set.copyOf(told.get(receiver - 1).keySet());
    }

    /** How many events of a kind all receivers were told of, at least: {@code http}, {@code sqs}. */
    int told(String kind) {
        return first.stream()
                .mapToInt(each -> each.getOrDefault("kill-" + kind, 0))
                .min()
                .orElseThrow();
    }

    /** Deliveries in all. */
    long deliveries() {
        return deliveries.get();
    }

    /** Deliveries of an event that the receiver had been told of before. */
    long repeats() {
        return deliveries() - told.stream().mapToLong(Map::size).sum();
    }

    /** What was told more than once: {@code kill-<receiver> <event>}. */
    Set<String> repeated() {
        Set<String> repeated = new HashSet<>();
        for (int receiver = 0; receiver < COUNT; receiver++) {
            String name = "kill-" + (receiver + 1) + " ";
            told.get(receiver).forEach((key, times) -> {
                if (times > 1) {
                    repeated.add(name + key);
                }
            });
        }
        return repeated;
    }

    @Override
    public void close() {
        server.stop(0);
        answers.shutdownNow();
    }
}
