package io.tocsin.net.guard;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Opens connections to one host, at checked addresses only, and looks once more at the address that the socket has when it
 * stands. TLS names and verifies the host that was configured.
 *
 * @param resolver looks the host up and checks what it finds
 * @param host a name, or an address without brackets
 * @param port where it listens
 * @param authority both as the URL has them, for {@code Host}
 * @param tls what speaks TLS; empty for a connection without
 * @param timeout the longest that one address may take to connect
 * @param most how much of an answer's body is kept, in bytes
 */
record Dialer(
        EventLoop loop,
        GuardedResolver resolver,
        String host,
        int port,
        String authority,
        Optional<Supplier<SSLContext>> tls,
        Duration timeout,
        int most) {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_HEAD = 128 * 1024;

    /** Who waits for a connection; on the loop. */
    interface Caller {
        /** Whether nobody waits any more: what opens meanwhile is of no use. */
        boolean isOver();

        /** What is closed when whoever waits gives up. */
        void needs(Channel opened);
    }

    /** Opens one for this request; with it ends the attempt. */
    Future<Channel> dial(Sending sending, Connections connections) {
        return dial(sending, channel -> speaksHttp(channel, connections));
    }

    /**
     * Opens one for this caller.
     *
     * @param speaks says what is spoken on it, as soon as it stands and before anything is read
     */
    Future<Channel> dial(Caller caller, Consumer<Channel> speaks) {
        Promise<Channel> opened = loop.newPromise();
        resolver.resolve(host)
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        opened.setFailure(failure instanceof CompletionException ? failure.getCause() : failure);
                    } else if (caller.isOver()) {
                        opened.setFailure(new ConnectException("nobody waits for it any more"));
                    } else {
                        connect(found.iterator(), caller, speaks, opened);
                    }
                }));
        return opened;
    }

    /** To the first address that answers; a host may have some that this machine has no way to. */
    private void connect(
            Iterator<InetAddress> addresses, Caller caller, Consumer<Channel> speaks, Promise<Channel> opened) {
        InetAddress address = addresses.next();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(address, port));
        caller.needs(connecting.channel());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connected(connecting.channel(), speaks, opened);
            } else if (addresses.hasNext() && !caller.isOver()) {
                connect(addresses, caller, speaks, opened);
            } else {
                opened.setFailure(done.cause());
            }
        });
    }

    private void connected(Channel channel, Consumer<Channel> speaks, Promise<Channel> opened) {
        try {
            check(channel);
            if (tls.isEmpty()) {
                speaks.accept(channel);
                opened.setSuccess(channel);
                return;
            }
            SslHandler handler = new SslHandler(engine(tls.get().get()));
            handler.setHandshakeTimeoutMillis(0); // the request's own time counts
            channel.pipeline().addLast(handler);
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    speaks.accept(channel);
                    opened.setSuccess(channel);
                } else {
                    channel.close();
                    opened.setFailure(handshake(done.cause()));
                }
            });
        } catch (IOException | RuntimeException refused) {
            channel.close();
            opened.setFailure(refused);
        }
    }

    private void check(Channel channel) throws IOException {
        if (channel.remoteAddress() instanceof InetSocketAddress remote && !remote.isUnresolved()) {
            resolver.check(host, remote.getAddress());
        } else if (channel.isActive()) {
            throw new IOException("a connection to " + host + " without an address");
        } // else it is gone again, and what is sent over it fails
    }

    private void speaksHttp(Channel channel, Connections connections) {
        HttpDecoderConfig limits =
                new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE).setMaxHeaderSize(LONGEST_HEAD);
        channel.pipeline()
                .addLast(new HttpClientCodec(limits, false, false))
                .addLast(new Wire(authority, most, connections));
    }

    private SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine(host.replaceFirst("\\.$", ""), port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * The same types come where a server speaks no TLS and where an answer breaks off; only here it is known that no request
     * went out yet.
     */
    private SSLHandshakeException handshake(Throwable failed) {
        if (failed instanceof NotSslRecordException) {
            return new SSLHandshakeException(
                    "Unsupported or unrecognized SSL message: " + host + " speaks no TLS there");
        }
        SSLHandshakeException notSent = new SSLHandshakeException(
                isOfAnotherHost(failed)
                        ? "the certificate of " + host + " doesn't match its name: " + words(failed)
                        : words(failed));
        notSent.initCause(failed);
        return notSent;
    }

    private static boolean isOfAnotherHost(Throwable failed) {
        String words = words(failed);
        return failed instanceof SSLPeerUnverifiedException || words.startsWith("No ") && words.contains(" matching ");
    }

    private static String words(Throwable failed) {
        // Newer JDKs put the name of the alert before it: "(certificate_unknown) No name matching ..."
        return failed.getMessage() == null
                ? failed.getClass().getSimpleName()
                : failed.getMessage().replaceFirst("^\\([a-z_]+\\) ", "");
    }
}
