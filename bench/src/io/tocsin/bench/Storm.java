package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What does a storm of one alert cost, with the dedup cache and without it? The same event is posted again and again, by one
 * sender and by many: {@code bench/storm} starts it; its exit code is 1 where a receiver was told of a repeat.
 */
final class Storm {
    private static final String LINE = "%-44s%14s%14s%12s%n";
    private static final int WARMING = 2_000;
    private static final int LIMIT_SECONDS = 120;
    private static final long SETTLE_MILLIS = 2_000;

    private Storm() {}

    /**
     * @param commits of the store by event, accept and decision together
     * @param cpu microseconds by event
     * @param events a second
     * @param toldAgain deliveries of what a receiver had already been told
     */
    private record Figures(double commits, double cpu, double events, long toldAgain) {}

    /** @param arguments the hub's folder; how many events */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int events = Integer.parseInt(arguments[1]);
        boolean quiet = true;
        for (int senders : List.of(1, 64)) {
            Figures without = run(new Hub(home, Map.of("HUB_DEDUP_SIZE", "0")), events, senders);
            Figures with = run(new Hub(home), events, senders);
            System.out.printf("%n%,d times the same event, %d at once%n", events, senders);
            System.out.printf(LINE, "", "without cache", "with cache", "with/without");
            row("commits of the store per event", without.commits, with.commits);
            row("CPU us per event", without.cpu, with.cpu);
            row("events/s", without.events, with.events);
            quiet &= without.toldAgain + with.toldAgain == 0;
        }
        System.exit(quiet ? 0 : 1);
    }

    private static Figures run(Hub hub, int events, int senders) throws Exception {
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(2);
                Child child = hub.start(work.path(), sink.port());
                Client client = new Client(child.port(), hub.path(), hub.headers(work.path()), senders + 2)) {
            Batch same = Batch.of(hub, 0, 1, 1).get(0);
            post(client, same, WARMING, senders);
            Thread.sleep(SETTLE_MILLIS);
            StoreWrites before = StoreWrites.of(Hub.store(work.path()));
            double cpu = child.cpuSeconds();
            double seconds = post(client, same, events, senders);
            Thread.sleep(SETTLE_MILLIS); // until the last is decided, too
            StoreWrites written = StoreWrites.of(Hub.store(work.path())).since(before);
            return new Figures(
                    (double) written.commits() / events,
                    (child.cpuSeconds() - cpu) * 1e6 / events,
                    events / seconds,
                    sink.repeats());
        }
    }

    private static double post(Client client, Batch same, int events, int senders)
            throws IOException, InterruptedException {
        ClosedLoad.Result result =
                new ClosedLoad(client, Collections.nCopies(events, same)).run(senders, LIMIT_SECONDS);
        if (result.events() != events) {
            throw new IOException(
                    "the hub took only " + result.events() + " of " + events + " in " + LIMIT_SECONDS + " s");
        }
        return result.seconds();
    }

    private static void row(String figure, double without, double with) {
        System.out.printf(
                Locale.ROOT,
                LINE,
                figure,
                String.format(Locale.ROOT, "%.2f", without),
                String.format(Locale.ROOT, "%.2f", with),
                String.format(Locale.ROOT, "%.2f", with / without));
    }
}
