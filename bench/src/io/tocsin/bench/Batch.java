package io.tocsin.bench;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A ready request body.
 *
 * @param events how many events it holds
 * @param body the bytes to post
 */
record Batch(int events, Buffer body) {

    /** All requests for the events {@code from} (inclusive) to {@code to} (exclusive), {@code size} events in each. */
    static List<Batch> of(SystemUnderTest system, int from, int to, int size) {
        List<Batch> batches = new ArrayList<>();
        for (int first = from; first < to; first += size) {
            int last = Math.min(first + size, to);
            String events = IntStream.range(first, last).mapToObj(system::event).collect(Collectors.joining(","));
            boolean array = size > 1 || system.alwaysArray();
            batches.add(new Batch(last - first, Buffer.buffer(array ? "[" + events + "]" : events)));
        }
        return batches;
    }
}
