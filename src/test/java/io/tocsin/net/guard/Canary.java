package io.tocsin.net.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where nobody may connect to, and counts who does. */
final class Canary implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();

    Canary(String address) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getByName(address));
        Thread thread = new Thread(this::count, "canary");
        thread.setDaemon(true);
        thread.start();
    }

    private void count() {
        try {
            while (true) {
                try (Socket visitor = socket.accept()) {
                    connections.incrementAndGet();
                    visitor.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes());
                }
            }
        } catch (SocketException closed) {
            // the end of the test
        } catch (IOException e) {
            connections.incrementAndGet();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
