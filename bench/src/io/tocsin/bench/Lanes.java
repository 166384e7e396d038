package io.tocsin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Does the log receiver of a new hub keep up with a webhook? The same events go to both at once, so that whatever else the
 * machine does meets both. {@code bench/lanes} starts it; its exit code is 1 where the target was missed.
 */
final class Lanes {
    private static final int ROUNDS = 3;
    private static final int SENDERS = 64;
    private static final int LIMIT_SECONDS = 180;
    private static final double TARGET = 0.9;

    private Lanes() {}

    /** What each of the two took a second. */
    private record Rates(double log, double webhook) {}

    /**
     * @param arguments the hub's folder; events a round
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int events = Integer.parseInt(arguments[1]);
        double worst = Double.MAX_VALUE;
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(events * (ROUNDS + 1))) {
            Path routes = OneReceiver.write(work.path().resolve("routes"), home, "log, bench-1");
            Hub hub = new Hub(home, Map.of("HUB_ROUTES", routes + ",routes"));
            try (Child child = hub.start(work.path(), sink.port());
                    Client client = new Client(child.port(), hub.path(), hub.headers(work.path()), SENDERS)) {
                run(hub, client, sink, work.path(), 0, events); // the JVM's warming
                for (int round = 1; round <= ROUNDS; round++) {
                    Rates rates = run(hub, client, sink, work.path(), round, events);
                    double ratio = rates.log / rates.webhook;
                    worst = Math.min(worst, ratio);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d: log %.0f lines/s, webhook %.0f/s, x%.2f (target at least x%.2f)%n",
                            round,
                            rates.log,
                            rates.webhook,
                            ratio,
                            TARGET);
                }
            }
        }
        System.exit(worst >= TARGET ? 0 : 1);
    }

    private static Rates run(Hub hub, Client client, Sink sink, Path work, int round, int events) throws Exception {
        long all = (long) (round + 1) * events;
        long from = System.nanoTime();
        new ClosedLoad(client, Batch.of(hub, round * events, (round + 1) * events, 100)).run(SENDERS, LIMIT_SECONDS);
        long logged = 0;
        long delivered = 0;
        try (BufferedReader log = Files.newBufferedReader(work.resolve("hub.log"))) {
            long lines = 0;
            while ((logged == 0 || delivered == 0)
                    && System.nanoTime() - from < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                lines += newLines(log);
                logged = logged == 0 && lines >= all ? System.nanoTime() : logged;
                delivered = delivered == 0 && sink.distinct(0) >= all ? System.nanoTime() : delivered;
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        if (logged == 0 || delivered == 0) {
            throw new IllegalStateException("not all came within " + LIMIT_SECONDS + " s");
        }
        return new Rates(events * 1e9 / (logged - from), events * 1e9 / (delivered - from));
    }

    private static long newLines(BufferedReader log) throws IOException {
        long lines = 0;
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            lines += line.contains("\"title\":\"Load seq-") ? 1 : 0;
        }
        return lines;
    }
}
