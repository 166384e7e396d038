package io.tocsin.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that resets each connection when a request has come, without having read a byte of it. */
final class ResettingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread = new Thread(this::accept, "resetting-server");

    ResettingServer() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
                while (socket.getInputStream().available() == 0 && System.nanoTime() < until) {
                    Thread.onSpinWait(); // a reset before would find a sender that knows of nothing sent
                }
                // Close is a reset and no end: nothing of what is on its way will be read.
                socket.setSoLinger(true, 0);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join(5_000);
    }
}
