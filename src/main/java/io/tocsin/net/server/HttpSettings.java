package io.tocsin.net.server;

import java.time.Duration;

/**
 * Where and how the hub listens. Contradictions are refused when it is made.
 *
 * @param host address to bind; default 127.0.0.1
 * @param port 1 to 65535, or 0 for any free one
 * @param eventLoops threads that read requests and write answers, at least 1
 * @param workers threads for stock platform-http routes, which hold one each while they run, at least 1
 * @param maxBody bytes of a body that a stock platform-http route takes; {@code accept:} has an option of its own
 * @param maxHeader bytes of all header fields of a request together, and of its request line
 * @param idle how long a connection may stand without a byte in either direction; zero for ever
 */
public record HttpSettings(
        String host, int port, int eventLoops, int workers, int maxBody, int maxHeader, Duration idle) {

    /** Checks each figure's range. */
    public HttpSettings {
        require(port >= 0 && port <= 65535, "port", port, "0 to 65535");
        require(eventLoops >= 1, "eventLoops", eventLoops, "at least 1");
        require(workers >= 1, "workers", workers, "at least 1");
        require(maxBody >= 1, "maxBody", maxBody, "at least 1 byte");
        require(maxHeader >= 1024, "maxHeader", maxHeader, "at least 1024 bytes");
        require(!idle.isNegative(), "idle", idle, "zero or more");
    }

    /** The defaults at one address: a loop per processor, 20 workers, 256 KiB bodies, 8 KiB headers, 60 s idle. */
    public static HttpSettings at(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                20,
                256 * 1024,
                8 * 1024,
                Duration.ofSeconds(60));
    }

    /** The same with other figures for workers and idle connections. */
    public HttpSettings with(int otherWorkers, Duration otherIdle) {
        return new HttpSettings(host, port, eventLoops, otherWorkers, maxBody, maxHeader, otherIdle);
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("HTTP server: " + name + " is " + found + "; expected " + expected);
        }
    }
}
