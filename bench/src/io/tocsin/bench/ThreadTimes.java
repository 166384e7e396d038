package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of each thread of a process so far. A thread that has ended is no longer seen: what it used is missing here,
 * while the process's own time has it.
 *
 * @param seconds by the number of the thread
 * @param names of the threads, as Linux has them: the first 15 characters
 */
record ThreadTimes(Map<Long, Double> seconds, Map<Long, String> names) {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ: fixed at 100 for every Linux user-space interface

    /** Of the process with this number. */
    static ThreadTimes of(long process) throws IOException {
        Map<Long, Double> seconds = new HashMap<>();
        Map<Long, String> names = new HashMap<>();
        List<Path> threads;
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
            threads = files.toList();
        }
        for (Path thread : threads) {
            try {
                String stat = Files.readString(thread.resolve("stat"));
                long number = Long.parseLong(thread.getFileName().toString());
                seconds.put(number, seconds(stat));
                names.put(number, stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')));
            } catch (NoSuchFileException ended) {
                // between the list and the look
            }
        }
        return new ThreadTimes(seconds, names);
    }

    /** User and system time of a line of {@code stat} (proc(5), fields 14 and 15), in seconds. */
    static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Seconds that were used since then, by name without its number: {@code VM Thread}, {@code vert.x-eventloo}. */
    Map<String, Double> since(ThreadTimes before) {
        Map<String, Double> used = new TreeMap<>();
        seconds.forEach((thread, now) ->
                used.merge(group(names.get(thread)), now - before.seconds.getOrDefault(thread, 0.0), Double::sum));
        return used;
    }

    private static String group(String name) {
        return name.replaceAll("[-#. ]*\\d+$", "");
    }
}
