package io.tocsin.bench;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.SqliteDialect;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the one writer of the store does for an event with three deliveries: processor time by step, statements, rows and bytes.
 * Its time is the writer thread's own, so that what else the machine does hardly counts.
 */
public final class StoreCost {
    private static final int WARMING = 900;
    private static final int BLOCKS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StoreCost() {}

    /** @param arguments how many events a group, how many groups a block */
    public static void main(String[] arguments) throws IOException {
        int group = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 150;
        for (boolean handOver : List.of(false, true)) {
            System.out.printf(
                    "%n%s, groups of %d, microseconds of the writer an event%n",
                    handOver ? "handed over" : "claimed", group);
            measure(group, rounds, handOver);
        }
    }

    private static void measure(int group, int rounds, boolean handOver) throws IOException {
        List<Map<String, Double>> blocks = new ArrayList<>();
        long bytes;
        long pages;
        try (WorkFolder folder = WorkFolder.create();
                StoreLife life = new StoreLife(dialect(folder.path()), group, handOver)) {
            for (int i = 0; i < WARMING * 64 / group; i++) {
                life.round(unwatched());
            }
            long pagesBefore = pages(life);
            long bytesBefore = written();
            for (int block = 0; block < BLOCKS; block++) {
                blocks.add(block(life, group, rounds));
            }
            bytes = (written() - bytesBefore) / ((long) BLOCKS * rounds * group);
            pages = (pages(life) - pagesBefore) * 4096 / ((long) BLOCKS * rounds * group);
        }
        for (String step : blocks.get(0).keySet()) {
            double[] sorted = blocks.stream()
                    .mapToDouble(block -> block.get(step))
                    .sorted()
                    .toArray();
            System.out.printf(
                    "  %-18s %7.1f   (%.1f to %.1f)%n", step, sorted[BLOCKS / 2], sorted[0], sorted[BLOCKS - 1]);
        }
        System.out.printf("  bytes written %d, of the file %d%n", bytes, pages);
        count(group, handOver);
    }

    private static Map<String, Double> block(StoreLife life, int group, int rounds) {
        long thread = writer();
        Map<String, Long> spent = new LinkedHashMap<>();
        long begin = THREADS.getThreadCpuTime(thread);
        StoreLife.Watch watch = new StoreLife.Watch() {
            @Override
            public <R> R step(String name, Supplier<R> step) {
                long before = THREADS.getThreadCpuTime(thread);
                R result = step.get();
                spent.merge(name, THREADS.getThreadCpuTime(thread) - before, Long::sum);
                return result;
            }
        };
        for (int i = 0; i < rounds; i++) {
            life.round(watch);
        }
        spent.put("all", THREADS.getThreadCpuTime(thread) - begin);
        Map<String, Double> micros = new LinkedHashMap<>();
        spent.forEach((step, nanos) -> micros.put(step, nanos / 1_000.0 / rounds / group));
        return micros;
    }

    private static void count(int group, boolean handOver) throws IOException {
        StatementCounts counts = new StatementCounts();
        int rounds = 20;
        try (WorkFolder folder = WorkFolder.create();
                StoreLife life = new StoreLife(counts.over(dialect(folder.path())), group, handOver)) {
            life.round(unwatched());
            long executed = counts.executed();
            long prepared = counts.prepared();
            long rows = rows(life);
            for (int i = 0; i < rounds; i++) {
                life.round(unwatched());
            }
            double events = (double) rounds * group;
            System.out.printf(
                    "  a group: statements %.1f, prepared %.1f; an event: rows written %.2f%n",
                    (double) (counts.executed() - executed) / rounds,
                    (double) (counts.prepared() - prepared) / rounds,
                    (rows(life) - rows) / events);
        }
    }

    private static StoreLife.Watch unwatched() {
        return new StoreLife.Watch() {
            @Override
            public <R> R step(String name, Supplier<R> step) {
                return step.get();
            }
        };
    }

    private static Dialect dialect(Path folder) {
        return new SqliteDialect(folder.resolve("hub.db"));
    }

    private static long writer() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("store-committer"))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    /** Rows that the writer's connection has written, each as often as it was. */
    private static long rows(StoreLife life) {
        return number(life, "SELECT total_changes()");
    }

    private static long pages(StoreLife life) {
        return number(life, "PRAGMA page_count");
    }

    private static long number(StoreLife life, String sql) {
        return life.store()
                .submit(
                        (tx, inputs, now) ->
                                List.of(tx.createQuery(sql).mapTo(Long.class).one()),
                        "")
                .join();
    }

    /** What this process gave to its files, the store's log and the store. */
    private static long written() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("wchar:"))
                .mapToLong(
                        line -> Long.parseLong(line.substring("wchar:".length()).strip()))
                .sum();
    }
}
