package io.tocsin.net.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** A server that agrees to speak as a WebSocket, and says nothing ever after; it counts the pings that it gets. */
final class MuteServer implements AutoCloseable {

    private static final String OF_THE_RFC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int PING = 0x89;

    private final CountDownLatch left = new CountDownLatch(1);
    private volatile int pings;
    private volatile Socket socket;

    MuteServer(ServerSocket server) {
        Thread thread = new Thread(() -> serve(server), "mute-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(ServerSocket server) {
        try (Socket client = server.accept()) {
            socket = client;
            InputStream in = client.getInputStream();
            BufferedReader head = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII), 1);
            String key = "";
            for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            client.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == PING) {
                    pings++;
                    in.skipNBytes(5); // its length, none, and the mask
                }
            }
        } catch (IOException gone) {
            // the test is over
        } finally {
            left.countDown();
        }
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + OF_THE_RFC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many it got; waits until the client has left. */
    int pings() throws InterruptedException {
        left.await();
        return pings;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
