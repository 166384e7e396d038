package io.tocsin.bench;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processor time of a system for each event of a load, in microseconds.
 *
 * @param total of the process, user and system
 * @param byThread how it spreads over its threads, by their names; what ended threads used is not in it
 */
record Cpu(double total, Map<String, Double> byThread) {
    private static final double WORTH_A_WORD = 2;

    /** Of the compiler's threads; 0 for what is no JVM. */
    double compiling() {
        return sum("C1 Compiler", "C2 Compiler");
    }

    /** Of the garbage collector's threads; 0 for what is no JVM. */
    double collecting() {
        return sum("VM Thread", "GC Thread", "G1 ");
    }

    private double sum(String... beginnings) {
        return byThread.entrySet().stream()
                .filter(thread -> Stream.of(beginnings)
                        .anyMatch(beginning -> thread.getKey().startsWith(beginning)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The threads that used the most: {@code hub-committer 277, vert.x-eventloo 41}. */
    String threads() {
        return byThread.entrySet().stream()
                .filter(thread -> thread.getValue() >= WORTH_A_WORD)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .map(thread -> String.format(Locale.ROOT, "%s %.0f", thread.getKey(), thread.getValue()))
                .collect(Collectors.joining(", "));
    }
}
