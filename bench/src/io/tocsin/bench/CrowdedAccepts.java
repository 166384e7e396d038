package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What do accepts wait for while a hub has much in its store or in hand? The p99 of a steady load on a hub that has nothing else
 * to do, then beside each crowd. {@code bench/crowd} starts it; its exit code is 1 where a crowd more than doubled it.
 */
final class CrowdedAccepts {
    private static final double TARGET = 2;
    private static final int RATE = 200;
    private static final int QUIET_SECONDS = 30;
    private static final int CONNECTIONS = 64;
    private static final int ENDS = 64 * Crowd.AN_EVENT;
    private static final int OPEN = 200_000;
    private static final int RETRIES = 100_000;
    private static final int FILL_SECONDS = 150;
    private static final int WARMING = 15_000;
    private static final int FAILING = 2;
    private static final String ENDED = "SELECT count(*) FROM incident WHERE state = 'open' AND title = 'Down'";

    private final Hub hub;
    private final Path work;
    private final Sink sink;
    private final Client client;
    private int next;

    private CrowdedAccepts(Hub hub, Path work, Sink sink, Client client) {
        this.hub = hub;
        this.work = work;
        this.sink = sink;
        this.client = client;
    }

    /** @param arguments the hub's folder; {@code ends}, {@code open} or {@code retry} */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        boolean met = true;
        for (String which : List.of(arguments).subList(1, arguments.length)) {
            met &= run(home, which);
        }
        System.exit(met ? 0 : 1);
    }

    private static boolean run(Path home, String which) throws Exception {
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(Trial.MOST_EVENTS)) {
            Path routes = routes(work.path().resolve("routes"), home, which.equals("retry") ? "bench-2" : "");
            Map<String, String> more = Map.of("HUB_ROUTES", routes + ",routes", "HUB_RETENTION", "10s");
            Hub hub = new Hub(home, more);
            try (Child child = hub.start(work.path(), sink.port());
                    Client client = new Client(child.port(), hub.path(), hub.headers(work.path()), CONNECTIONS)) {
                return new CrowdedAccepts(hub, work.path(), sink, client).measure(which);
            }
        }
    }

    /** Two of the bench's receivers; the events of the load go to the first, the crowd to the one named, or to nobody. */
    private static Path routes(Path folder, Path home, String receiver) throws IOException {
        OneReceiver.write(folder, home, "bench-1");
        String second = "receivers/bench-2.camel.yaml";
        Files.copy(home.resolve("bench/routes").resolve(second), folder.resolve(second));
        Files.writeString(folder.resolve("rules/crowd.yaml"), """
                rules:
                  - name: crowd
                    when: { status: [ firing ], labels: { crowd: [ "y" ] } }
                    notify: [ %s ]
                    final: true
                """.formatted(receiver));
        return folder;
    }

    private boolean measure(String which) throws Exception {
        next = new ClosedLoad(client, Batch.of(hub, 0, WARMING, 1))
                .run(CONNECTIONS, FILL_SECONDS)
                .events();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FILL_SECONDS);
        while (sink.distinct(0) < next && System.nanoTime() < until) { // the other two have no part in it
            TimeUnit.MILLISECONDS.sleep(5);
        }
        Percentiles quiet = Percentiles.of(steady(QUIET_SECONDS));
        Percentiles crowded =
                switch (which) {
                    case "ends" -> whileAllEnd();
                    case "open" -> withOpenIncidents();
                    case "retry" -> withRetries();
                    default -> throw new IllegalArgumentException(which + " is none of ends, open and retry");
                };
        double ratio = crowded.p99() / quiet.p99();
        System.out.printf(
                Locale.ROOT,
                "%-6s accepts at %d/s, nothing else: p50 %.2f ms, p99 %.2f ms; crowded: p50 %.2f ms, p99 %.2f ms;"
                        + " p99 x%.2f (target at most x%.1f)%n",
                which,
                RATE,
                quiet.p50(),
                quiet.p99(),
                crowded.p50(),
                crowded.p99(),
                ratio,
                TARGET);
        return ratio <= TARGET;
    }

    /** The accepts from when 32,000 ends came in one request until the last was recorded. */
    private Percentiles whileAllEnd() throws Exception {
        fill(ENDS);
        int seconds = 20;
        CompletableFuture<long[]> load = CompletableFuture.supplyAsync(() -> {
            try {
                return steady(seconds);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(2);
        long from = System.nanoTime() - began;
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        client.onLoopOf(0, () -> client.post(0, Crowd.ends(ENDS)).onSuccess(answer::complete));
        if (answer.get(30, TimeUnit.SECONDS) / 100 != 2) {
            throw new IOException("the ends were refused: " + answer.get());
        }
        StoreCount.await(Hub.store(work), ENDED, 0, seconds);
        long to = System.nanoTime() - began;
        System.out.printf(Locale.ROOT, "%,d ends in one request took %.1f s%n", ENDS, (to - from) / 1e9);
        long[] all = load.get(seconds + 60, TimeUnit.SECONDS);
        int first = (int) (from * RATE / 1_000_000_000L);
        int last = Math.min(all.length, (int) (to * RATE / 1_000_000_000L) + 1);
        return Percentiles.of(Arrays.copyOfRange(all, first, last));
    }

    /** Long enough for a sweep of retention, which comes once a minute. */
    private Percentiles withOpenIncidents() throws Exception {
        fill(OPEN);
        Percentiles crowded = Percentiles.of(steady(65));
        Files.readString(work.resolve("hub.log"))
                .lines()
                .filter(line -> line.contains("retention removed"))
                .forEach(System.out::println);
        return crowded;
    }

    private Percentiles withRetries() throws Exception {
        sink.fail(FAILING);
        fill(RETRIES);
        String waiting = "SELECT count(*) FROM delivery WHERE receiver = 'bench-2' AND state = 'pending'";
        StoreCount.await(Hub.store(work), waiting, RETRIES, FILL_SECONDS);
        return Percentiles.of(steady(QUIET_SECONDS));
    }

    private void fill(int alerts) throws Exception {
        long from = System.nanoTime();
        ClosedLoad.Result result = new ClosedLoad(client, Crowd.firing(alerts)).run(8, FILL_SECONDS);
        StoreCount.await(Hub.store(work), ENDED, result.events(), FILL_SECONDS);
        System.out.printf(
                Locale.ROOT, "%,d open incidents after %.0f s%n", result.events(), (System.nanoTime() - from) / 1e9);
    }

    /** How long each accept of so many seconds took, from when it was due. */
    private long[] steady(int seconds) throws InterruptedException {
        OpenLoad load = new OpenLoad(client, Batch.of(hub, next, next + RATE * seconds, 1));
        next += RATE * seconds;
        load.run(RATE);
        return load.took();
    }
}
