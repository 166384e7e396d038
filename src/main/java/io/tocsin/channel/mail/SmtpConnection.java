package io.tocsin.channel.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one mail, for whoever has to end it from outside: Jakarta Mail gives its socket to nobody, and waits in
 * it with its own lock held.
 */
final class SmtpConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);

    private final List<Socket> sockets = new ArrayList<>();
    private boolean ended;

    /** Has Jakarta Mail make its sockets here, unless an operator's own settings lead it through a proxy. */
    void addTo(Properties session) {
        if (Stream.of("proxy.host", "socks.host").noneMatch(proxy -> session.containsKey("mail.smtp." + proxy))) {
            session.put("mail.smtp.socketFactory", new Plain());
        }
        Object tls = session.get("mail.smtps.ssl.socketFactory");
        session.put(
                "mail.smtps.ssl.socketFactory",
                new Secure(
                        tls instanceof SSLSocketFactory own ? own : (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    /** Closes it under whoever waits for it; what is not open yet does not open. */
    synchronized void end() {
        ended = true;
        sockets.forEach(SmtpConnection::close);
    }

    private synchronized void keep(Socket socket) {
        sockets.add(socket);
        if (ended) {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection to a mail server could not be closed", e);
        }
    }

    private final class Plain extends SocketFactory {
        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            keep(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    /** Puts TLS over a connection that stands, and keeps that one: a TLS socket may wait for its peer when it is closed. */
    private final class Secure extends SSLSocketFactory {
        private final SSLSocketFactory tls;

        Secure(SSLSocketFactory tls) {
            this.tls = tls;
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            keep(plain);
            return tls.createSocket(plain, host, port, autoClose);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
