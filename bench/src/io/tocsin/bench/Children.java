package io.tocsin.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starting children: a free port, output to a file, the end of this program is the end of them. */
final class Children {
    private static final long READY_LIMIT_MILLIS = 180_000;

    private Children() {}

    /** Says whether the child is ready, given what it printed so far. */
    interface Readiness {
        boolean ready(String output) throws IOException;
    }

    /**
     * Starts a child and waits until it is ready.
     *
     * @throws IOException with the end of its output where it ended or took more than 180 s
     */
    static Child start(ProcessBuilder builder, Path log, int port, Readiness readiness)
            throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        while (!readiness.ready(Files.readString(log))) {
            boolean ended = process.waitFor(5, TimeUnit.MILLISECONDS);
            if (ended || millisSince(from) > READY_LIMIT_MILLIS) {
                process.destroyForcibly();
                throw new IOException(builder.command() + (ended ? " ended" : " is not ready after 180 s") + ":\n"
                        + tail(Files.readString(log)));
            }
        }
        return new Child(process, port, millisSince(from));
    }

    /** A port of 127.0.0.1 that nobody listens on at the moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 4_000));
    }
}
