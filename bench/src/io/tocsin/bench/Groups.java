package io.tocsin.bench;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Groups under load. First a thousand alerts into one group within a second, ten times: how many notices there were, and what the
 * writer used for the first thousand and for the last. Then how long accepts and deliveries take, and lists, beside many open incidents and
 * one large one, against none; how much memory the hub has, and how long it takes to start. {@code bench/groups} starts it; its exit code
 * is 1 where a target is missed.
 */
final class Groups {

    private static final int THOUSAND = 1_000;
    private static final int THOUSANDS = 10;
    private static final int INTERVAL_SECONDS = 2;
    private static final int RATE = 100;
    private static final int SECONDS = 20;
    private static final int CONNECTIONS = 32;
    private static final int WARMING = 15_000;
    private static final int LIMIT_SECONDS = 300;
    private static final int LOOKS_AT_LISTS = 20;
    private static final double AS_THE_FIRST = 1.5;
    private static final double AS_WITH_NONE = 2;
    private static final double START_SECONDS = 10;
    private static final double MEMORY_MB = 512;

    private final Path home;
    private final int open;
    private final int large;
    private boolean met = true;

    private Groups(Path home, int open, int large) {
        this.home = home;
        this.open = open;
        this.large = large;
    }

    /** @param arguments the hub's folder; how many open incidents; of how many alerts the large one is */
    public static void main(String[] arguments) throws Exception {
        Groups groups =
                new Groups(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        groups.aThousandInASecond();
        groups.besideMany();
        System.exit(groups.met ? 0 : 1);
    }

    private Hub hub(Path work) throws IOException {
        Path routes = OneReceiver.write(work.resolve("routes"), home, "bench-1");
        Files.writeString(routes.resolve("rules/groups.yaml"), """
                incidents:
                  - { name: groups, when: { labels: { group: [ { exists: true } ] } }, by: [ labels.group ] }
                rules:
                  - name: told
                    when: { labels: { group: [ told ] } }
                    interval: %ds
                    notify: [ bench-1 ]
                    final: true
                  - name: quiet
                    when: { $or: [ { labels: { group: [ large ] } }, { labels: { crowd: [ "y" ] } } ] }
                    notify: []
                    final: true
                """.formatted(INTERVAL_SECONDS));
        return new Hub(home, Map.of("HUB_ROUTES", routes + ",routes", "HUB_RETENTION", "1d"));
    }

    /** So many alerts of one group, one an event, or an event of so many in each request. */
    private static List<Batch> group(String name, int from, int to, int anEvent) {
        IntFunction<String> alert = i ->
                ("{\"title\":\"Host %1$d is down\",\"severity\":\"high\",\"status\":\"firing\",\"fingerprint\":\"%2$s-%1$d\","
                                + "\"labels\":{\"group\":\"%2$s\",\"host\":\"%1$d\"}}")
                        .formatted(i, name);
        List<Batch> batches = new ArrayList<>();
        for (int first = from; first < to; first += anEvent) {
            List<String> some = IntStream.range(first, Math.min(to, first + anEvent))
                    .mapToObj(alert)
                    .toList();
            String body = anEvent == 1 ? some.get(0) : some.toString();
            batches.add(new Batch(some.size(), Buffer.buffer(body)));
        }
        return batches;
    }

    private void aThousandInASecond() throws Exception {
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(Trial.MOST_EVENTS)) {
            Hub hub = hub(work.path());
            try (Child child = hub.start(work.path(), sink.port());
                    Client client = new Client(child.port(), hub.path(), hub.headers(work.path()), CONNECTIONS)) {
                warm(hub, client, sink);
                String notices = "SELECT count(*) FROM notice n JOIN incident i ON i.id = n.incident_id"
                        + " WHERE i.group_key LIKE 'groups%'";
                List<Double> writer = new ArrayList<>();
                long began = System.nanoTime();
                for (int i = 0; i < THOUSANDS; i++) {
                    ThreadTimes before = child.threads();
                    new OpenLoad(client, group("told", i * THOUSAND, (i + 1) * THOUSAND, 1)).run(THOUSAND);
                    decided(work.path());
                    writer.add(child.threads().since(before).entrySet().stream()
                                    .filter(thread -> thread.getKey().contains("committer"))
                                    .mapToDouble(Map.Entry::getValue)
                                    .sum()
                            * 1e6
                            / THOUSAND);
                }
                double seconds = (System.nanoTime() - began) / 1e9;
                long told = StoreCount.of(Hub.store(work.path()), notices);
                double ratio = writer.get(THOUSANDS - 1) / writer.get(0);
                System.out.printf(
                        Locale.ROOT,
                        "%,d alerts into one group in %.1f s, an interval of %d s: %d notices; the writer's CPU for an alert %s us,"
                                + " last thousand to first x%.2f (target at most x%.1f)%n",
                        THOUSAND * THOUSANDS,
                        seconds,
                        INTERVAL_SECONDS,
                        told,
                        writer.stream()
                                .map(micros -> String.format(Locale.ROOT, "%.0f", micros))
                                .toList(),
                        ratio,
                        AS_THE_FIRST);
                met &= told <= seconds / INTERVAL_SECONDS + 1 && ratio <= AS_THE_FIRST;
            }
        }
    }

    private void besideMany() throws Exception {
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(Trial.MOST_EVENTS)) {
            Hub hub = hub(work.path());
            Figures none;
            Figures many;
            int next;
            try (Child child = hub.start(work.path(), sink.port());
                    Client client = new Client(child.port(), hub.path(), hub.headers(work.path()), CONNECTIONS)) {
                next = warm(hub, client, sink);
                none = figures(hub, work.path(), child, client, sink, next);
                next += RATE * SECONDS;
                fill(client, Crowd.firing(open));
                fill(client, group("large", 0, large, 250));
                decided(work.path());
                many = figures(hub, work.path(), child, client, sink, next);
                next += RATE * SECONDS;
            }
            long incidents =
                    StoreCount.of(Hub.store(work.path()), "SELECT count(*) FROM incident WHERE state = 'open'");
            System.out.printf("%nbeside %,d open incidents, one of them of %,d alerts%n", incidents, large);
            ratio("accept p50, ms", none.accept.p50(), many.accept.p50());
            ratio("accept p99, ms", none.accept.p99(), many.accept.p99());
            ratio("accept to delivery p50, ms", none.delivery.p50(), many.delivery.p50());
            ratio("accept to delivery p99, ms", none.delivery.p99(), many.delivery.p99());
            ratio("a page of incidents, ms", none.page, many.page);
            System.out.printf(Locale.ROOT, "the large incident shown, ms %.1f%n", many.large);
            atMost("resident, MB", many.resident, MEMORY_MB);
            try (Child again = hub.start(work.path(), sink.port())) {
                atMost("start to ready, s", again.readyMillis() / 1e3, START_SECONDS);
            }
        }
    }

    /**
     * How long things take.
     *
     * @param accept an accept
     * @param delivery from when an event was due to be posted until its receiver had it
     * @param page a page of 100 open incidents, in milliseconds
     * @param large the incident with most alerts, in milliseconds
     * @param resident memory in MB
     */
    private record Figures(Percentiles accept, Percentiles delivery, double page, double large, double resident) {}

    private static Figures figures(Hub hub, Path work, Child child, Client client, Sink sink, int from)
            throws Exception {
        OpenLoad load = new OpenLoad(client, Batch.of(hub, from, from + RATE * SECONDS, 1));
        long[] due = load.run(RATE);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (sink.distinct(0) < from + RATE * SECONDS && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long[] took = new long[due.length];
        Arrays.setAll(took, i -> sink.arrival(0, from + i) - due[i]);
        String first = "SELECT coalesce(max(incident_id), '') FROM member";
        String large = text(Hub.store(work), first);
        return new Figures(
                Percentiles.of(load.took()),
                Percentiles.of(took),
                list(hub, work, child, "/v1/incidents?state=open&limit=100"),
                large.isEmpty() ? 0 : list(hub, work, child, "/v1/incidents/" + large),
                child.residentMb());
    }

    private static String text(Path store, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + store + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    /** The middle of some answers, in milliseconds. */
    private static double list(Hub hub, Path work, Child child, String path) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + child.port() + path));
        hub.headers(work).forEach(request::header);
        long[] took = new long[LOOKS_AT_LISTS];
        for (int i = 0; i < took.length; i++) {
            long from = System.nanoTime();
            int status = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode();
            took[i] = System.nanoTime() - from;
            if (status != 200) {
                throw new IOException(path + " answered " + status);
            }
        }
        return Percentiles.of(took).p50();
    }

    private static int warm(Hub hub, Client client, Sink sink) throws Exception {
        int events = new ClosedLoad(client, Batch.of(hub, 0, WARMING, 1))
                .run(CONNECTIONS, 60)
                .events();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (sink.distinct(0) < events && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return events;
    }

    private static void fill(Client client, List<Batch> batches) throws Exception {
        int wanted = batches.stream().mapToInt(Batch::events).sum();
        int taken = new ClosedLoad(client, batches).run(4, LIMIT_SECONDS).events();
        if (taken != wanted) {
            throw new IOException("the hub took " + taken + " of " + wanted + " alerts");
        }
    }

    private static void decided(Path work) throws Exception {
        StoreCount.await(Hub.store(work), "SELECT count(*) FROM event WHERE state = 'pending'", 0, LIMIT_SECONDS);
    }

    private void ratio(String figure, double none, double many) {
        boolean held = many / none <= AS_WITH_NONE;
        met &= held;
        System.out.printf(
                Locale.ROOT,
                "%-30s none %8.2f, many %8.2f: x%.2f%s%n",
                figure,
                none,
                many,
                many / none,
                held ? "" : " (target at most x" + AS_WITH_NONE + ")");
    }

    private void atMost(String figure, double value, double target) {
        boolean held = value <= target;
        met &= held;
        System.out.printf(Locale.ROOT, "%-30s %.1f%s%n", figure, value, held ? "" : " (target at most " + target + ")");
    }
}
