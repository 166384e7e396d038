package io.tocsin.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
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

    GuardedOperator(Lookup<ConnectionSocketFactory> sockets, DnsResolver names, AddressGuard addresses) {
        this.plain = new GuardedResolver(names, addresses, true);
        this.secure = new GuardedResolver(names, addresses, false);
        this.plainly = operator(sockets, plain);
        this.securely = operator(sockets, secure);
    }

    // camel-http 4.17 hands over the older form of socket factories, which this constructor reads.
    @SuppressWarnings("deprecation")
    private static HttpClientConnectionOperator operator(Lookup<ConnectionSocketFactory> sockets, DnsResolver names) {
        return new DefaultHttpClientConnectionOperator(sockets, DefaultSchemePortResolver.INSTANCE, names);
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
        operator.connect(connection, host, name, local, timeout, config, attachment, context);
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
        securely.upgrade(connection, host, context);
    }

    @Override
    public void upgrade(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Object attachment,
            HttpContext context)
            throws IOException {
        securely.upgrade(connection, host, name, attachment, context);
    }
}
