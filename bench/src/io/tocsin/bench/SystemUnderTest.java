package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Something that takes events over HTTP and, unless it is bare, posts each to the sink's three receivers. */
interface SystemUnderTest {
    /** The column of the report. */
    String name();

    /** How many webhooks it calls for each event: 3, or 0 for the bare server. */
    int receivers();

    /**
     * Starts it as a child process and waits until it is ready, at most 180 s.
     *
     * @param work an empty folder for its data and its output
     * @param sinkPort the loopback port where the receivers are
     */
    Child start(Path work, int sinkPort) throws IOException, InterruptedException;

    /** Where events are posted. */
    String path();

    /** What a request must carry besides its body. */
    Map<String, String> headers(Path work) throws IOException;

    /** One event as this system wants it. */
    String event(int sequence);

    /** True where a single event, too, is sent as an array of one. */
    boolean alwaysArray();
}
