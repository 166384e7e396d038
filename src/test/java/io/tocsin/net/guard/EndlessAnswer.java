package io.tocsin.net.guard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on 127.0.0.2 that sends some bytes at once, and then one every 50 ms until the test is over. */
final class EndlessAnswer implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch over = new CountDownLatch(1);

    EndlessAnswer(int atOnce) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[atOnce]);
                while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    out.write(1);
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.2:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
