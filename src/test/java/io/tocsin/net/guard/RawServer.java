package io.tocsin.net.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/**
 * A server without any protocol: it reads nothing, and writes a text at once and then another one every 20 ms until the
 * client goes away or the test is over. Every read of the client succeeds in time; the whole never ends.
 */
public final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final String first;
    private final String drip;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch found = new CountDownLatch(5);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** On that address, at a free port. */
    public RawServer(String address, ServerSocketFactory kind, String first, String drip) throws IOException {
        this.first = first;
        this.drip = drip;
        this.server = kind.createServerSocket(0, 50, InetAddress.getByName(address));
        daemon(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Waits until a client has closed its connection; false where none does within ten seconds. */
    public boolean isLeft() throws InterruptedException {
        return gone.await(10, TimeUnit.SECONDS);
    }

    /** Waits until a client has connected and some of the drip is written; false where none does within ten seconds. */
    public boolean isFound() throws InterruptedException {
        return found.await(10, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> drip(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void drip(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(first.getBytes(StandardCharsets.ISO_8859_1));
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write(drip.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                found.countDown();
            }
        } catch (IOException left) {
            gone.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
