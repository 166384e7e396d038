package io.tocsin.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A network between a hub and its database, on loopback, that can break in the ways in which networks do. */
public final class TcpProxy implements AutoCloseable {

    /** What becomes of what is sent. */
    private enum Way {
        /** It arrives. */
        THROUGH,
        /** It is taken and never arrives; new connections come about and are as mute. */
        SWALLOWED,
        /** Nobody takes it. */
        UNREAD
    }

    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int home;
    private volatile int target;
    private volatile Way way = Way.THROUGH;

    private TcpProxy(int target) throws IOException {
        this.home = target;
        this.target = target;
        this.door = new ServerSocket();
        door.setReceiveBufferSize(16 * 1024); // what is not read waits at its sender
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        begin(this::accept);
    }

    /** To a port of this machine. */
    public static TcpProxy to(int port) {
        try {
            return new TcpProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** Swallows all bytes, of connections there are and of new ones, and tells neither end. */
    public void blackHole() {
        way = Way.SWALLOWED;
    }

    /** Reads nothing any more: whoever sends much waits for ever. */
    public void stopReading() {
        way = Way.UNREAD;
    }

    /** What is sent from now on arrives, where it did at first. What was swallowed is gone, so that the connections of that time stay mute. */
    public void heal() {
        target = home;
        way = Way.THROUGH;
    }

    /** From now on to another port; the connections there are break. */
    public void turnTo(int port) {
        target = port;
        cut();
    }

    /** Breaks all connections. */
    public void cut() {
        sockets.forEach(TcpProxy::close);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                begin(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Of one connection: what was lost once is missing for ever, so that it is of no use any more. */
    private static final class Gap {
        private volatile boolean open;
    }

    private void connect(Socket client) {
        Gap gap = new Gap();
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        gap.open = way == Way.SWALLOWED; // then nobody at the other end hears of it
        if (!gap.open) {
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
            } catch (IOException refused) {
                close(client);
                return;
            }
            begin(() -> pump(server, client, gap));
        }
        pump(client, server, gap);
    }

    private void pump(Socket from, Socket to, Gap gap) {
        byte[] some = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                while (way == Way.UNREAD && !from.isClosed()) {
                    LockSupport.parkNanos(1_000_000);
                }
                gap.open |= way == Way.SWALLOWED;
                if (!gap.open) {
                    to.getOutputStream().write(some, 0, count);
                }
            }
        } catch (IOException broken) {
            // as it shall be
        }
        gap.open |= way != Way.THROUGH;
        close(from);
        if (!gap.open) {
            close(to); // who leaves in a black hole is not heard of
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
