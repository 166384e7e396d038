package io.tocsin.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on loopback that plays an {@link SmtpScript} to each connection. */
final class ScriptedMailServer implements AutoCloseable {
    private final ServerSocket server;
    private final SmtpScript script;
    private final Thread thread = new Thread(this::accept, "smtp-script");

    private ScriptedMailServer(ServerSocket server, SmtpScript script) {
        this.server = server;
        this.script = script;
        thread.setDaemon(true);
        thread.start();
    }

    /** Without TLS, with these answers. */
    static ScriptedMailServer plain(Map<String, String> answers) throws IOException {
        return new ScriptedMailServer(
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                new SmtpScript(answers, new CopyOnWriteArrayList<>(), UnaryOperator.identity()));
    }

    /** With TLS after STARTTLS. */
    static ScriptedMailServer startTls(Path keys) throws Exception {
        SSLContext context = context(keys);
        return new ScriptedMailServer(
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                new SmtpScript(Map.of(), new CopyOnWriteArrayList<>(), socket -> wrap(context, socket)));
    }

    /** With TLS from the first byte. */
    static ScriptedMailServer smtps(Path keys) throws Exception {
        return new ScriptedMailServer(
                context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                new SmtpScript(Map.of(), new CopyOnWriteArrayList<>(), UnaryOperator.identity()));
    }

    int port() {
        return server.getLocalPort();
    }

    /** Each line of the client, but for the content of mails. */
    List<String> heard() {
        return List.copyOf(script.heard());
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                script.play(socket);
            } catch (IOException ended) {
                // the client went away, or does not trust us; the next one may
            }
        }
    }

    private static Socket wrap(SSLContext context, Socket plain) {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            socket.setUseClientMode(false);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, Keys.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, Keys.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join(2_000);
    }
}
