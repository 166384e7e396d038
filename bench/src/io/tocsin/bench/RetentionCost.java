package io.tocsin.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What accepts wait for while old rows are removed: one hub that answers a steady load, in the seconds in which retention is
 * at work and in those between. {@code bench/retention} starts it; its exit code is 1 where the target was missed.
 *
 * <p>One old event in four is dead and stays, so that retention has to read past it.
 */
final class RetentionCost {
    private static final int SENDERS = 64;
    private static final int LOAD_LIMIT_SECONDS = 300;
    private static final int WARM_SECONDS = 20;
    private static final double TARGET = 2;
    private static final Pattern SWEEP = Pattern.compile("(?m)^(\\S+Z) .*retention removed (\\d+) rows in (\\d+) ms");

    private RetentionCost() {}

    /** A time in which retention was at work, in milliseconds since 1970. */
    private record Sweep(long from, long to, long rows) {}

    /**
     * @param arguments the hub's folder; old events; requests a second; for how many seconds
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int old = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        int requests = rate * Integer.parseInt(arguments[3]);
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(old + requests)) {
            Path routes = OneReceiver.write(work.path().resolve("routes"), home, "bench-1");
            fill(new Hub(home, Map.of("HUB_ROUTES", routes + ",routes")), work.path(), sink, old);
            Hub hub = new Hub(home, Map.of("HUB_ROUTES", routes + ",routes", "HUB_RETENTION", "10s"));
            System.exit(measure(hub, work.path(), sink, old, rate, requests) ? 0 : 1);
        }
    }

    private static void fill(Hub hub, Path work, Sink sink, int old) throws Exception {
        int kept = old / 4;
        List<Batch> batches = new ArrayList<>(Batch.of(hub, 0, old - kept, 100));
        for (int first = 0; first < kept; first += 100) {
            Buffer body = Buffer.buffer(IntStream.range(first, Math.min(first + 100, kept))
                    .mapToObj(number -> "{\"number\":" + number + "}")
                    .toList()
                    .toString());
            batches.add(new Batch(100, body));
        }
        try (Child child = hub.start(work, sink.port());
                Client client = new Client(child.port(), hub.path(), hub.headers(work), SENDERS)) {
            new ClosedLoad(client, batches).run(SENDERS, LOAD_LIMIT_SECONDS);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOAD_LIMIT_SECONDS);
            while (sink.distinct(0) < old - kept && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static boolean measure(Hub hub, Path work, Sink sink, int old, int rate, int requests) throws Exception {
        long[] dueAt = new long[requests];
        long[] took = new long[requests];
        try (Child child = hub.start(work, sink.port());
                Client client = new Client(child.port(), hub.path(), hub.headers(work), SENDERS)) {
            List<Batch> batches = Batch.of(hub, old, old + requests, 1);
            CountDownLatch answered = new CountDownLatch(requests);
            long from = System.nanoTime();
            long begin = System.currentTimeMillis();
            for (int request = 0; request < requests; request++) {
                int number = request;
                long due = from + request * (TimeUnit.SECONDS.toNanos(1) / rate);
                dueAt[request] = begin + TimeUnit.NANOSECONDS.toMillis(due - from);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                client.onLoopOf(
                        number,
                        () -> client.post(number, batches.get(number).body()).onComplete(answer -> {
                            took[number] = System.nanoTime() - due;
                            answered.countDown();
                        }));
            }
            answered.await(60, TimeUnit.SECONDS);
        }
        return told(sweeps(Files.readString(work.resolve("hub.log"))), dueAt, took);
    }

    private static List<Sweep> sweeps(String log) {
        List<Sweep> sweeps = new ArrayList<>();
        Matcher line = SWEEP.matcher(log);
        while (line.find()) {
            long end = Instant.parse(line.group(1)).toEpochMilli();
            sweeps.add(new Sweep(end - Long.parseLong(line.group(3)), end, Long.parseLong(line.group(2))));
        }
        return sweeps;
    }

    private static boolean told(List<Sweep> sweeps, long[] dueAt, long[] took) {
        long warmUntil = dueAt[0] + TimeUnit.SECONDS.toMillis(WARM_SECONDS);
        Percentiles idle = Percentiles.of(IntStream.range(0, took.length)
                .filter(number -> dueAt[number] > warmUntil)
                .filter(number -> sweeps.stream().noneMatch(sweep -> within(dueAt[number], sweep)))
                .mapToLong(number -> took[number])
                .toArray());
        System.out.printf(Locale.ROOT, "between sweeps: accepts' p50 %.2f ms, p99 %.2f ms%n", idle.p50(), idle.p99());
        boolean met = !sweeps.isEmpty();
        for (Sweep sweep : sweeps) {
            Percentiles busy = Percentiles.of(IntStream.range(0, took.length)
                    .filter(number -> within(dueAt[number], sweep))
                    .mapToLong(number -> took[number])
                    .toArray());
            double ratio = busy.p50() / idle.p50();
            met &= Double.isNaN(ratio) || ratio <= TARGET;
            System.out.printf(
                    Locale.ROOT,
                    "a sweep of %d rows in %d ms: accepts' p50 %.2f ms, p99 %.2f ms; p50 x%.2f (target at most x%.1f)%n",
                    sweep.rows,
                    sweep.to - sweep.from,
                    busy.p50(),
                    busy.p99(),
                    ratio,
                    TARGET);
        }
        return met;
    }

    private static boolean within(long at, Sweep sweep) {
        return at >= sweep.from && at <= sweep.to;
    }
}
