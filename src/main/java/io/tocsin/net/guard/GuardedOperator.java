package io.tocsin.net.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Opens connections to checked addresses only, and looks once more at the address that the socket has when it stands. TLS
 * still names and verifies the host that was configured.
 */
final class GuardedOperator implements HttpClientConnectionOperator {
    private final GuardedResolver plain;
    private final GuardedResolver secure;
    private final HttpClientConnectionOperator plainly;
    private final HttpClientConnectionOperator securely;

    /**
     * Opens connections as another one does.
     *
     * @param secure checks where a connection with TLS goes
     * @param plain checks where one without goes
     * @param kind makes an operator that asks this resolver
     */
    GuardedOperator(
            GuardedResolver secure, GuardedResolver plain, Function<DnsResolver, HttpClientConnectionOperator> kind) {
        this.secure = secure;
        this.plain = plain;
        this.securely = kind.apply(secure);
        this.plainly = kind.apply(plain);
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            InetSocketAddress local,
            TimeValue timeout,
            SocketConfig config,
            HttpContext context)
            throws IOException {
        Timeout limit = timeout == null ? null : Timeout.of(timeout.getDuration(), timeout.getTimeUnit());
        connect(connection, host, null, local, limit, config, null, context);
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            InetSocketAddress local,
            Timeout timeout,
            SocketConfig config,
            Object attachment,
            HttpContext context)
            throws IOException {
        boolean withTls = "https".equalsIgnoreCase(host.getSchemeName());
        GuardedResolver resolver = withTls ? secure : plain;
        if (host.getAddress() != null) {
            resolver.check(host.getHostName(), host.getAddress());
        }
        HttpClientConnectionOperator operator = withTls ? securely : plainly;
        try {
            operator.connect(connection, host, name, local, timeout, config, attachment, context);
        } catch (SSLException failed) {
            throw handshake(failed);
        }
        SocketAddress remote = connection.getRemoteAddress();
        if (!(remote instanceof InetSocketAddress) || ((InetSocketAddress) remote).isUnresolved()) {
            connection.close();
            throw new IOException("a connection to " + host.getHostName() + " without an address");
        }
        try {
            resolver.check(host.getHostName(), ((InetSocketAddress) remote).getAddress());
        } catch (IOException refused) {
            connection.close();
            throw refused;
        }
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
        try {
            securely.upgrade(connection, host, context);
        } catch (SSLException failed) {
            throw handshake(failed);
        }
    }

    @Override
    public void upgrade(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Object attachment,
            HttpContext context)
            throws IOException {
        try {
            securely.upgrade(connection, host, name, attachment, context);
        } catch (SSLException failed) {
            throw handshake(failed);
        }
    }

    /**
     * The JDK throws the same type where a server speaks no TLS and where an answer breaks off; only here it is known that
     * no request went out yet. What says so already, such as a refused certificate, stays as it is.
     */
    private static SSLException handshake(SSLException failed) {
        if (failed instanceof SSLHandshakeException || failed instanceof SSLPeerUnverifiedException) {
            return failed;
        }
        SSLException notSent = new SSLHandshakeException(failed.getMessage());
        notSent.initCause(failed);
        return notSent;
    }
}
