package io.tocsin.net.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One connection that becomes a WebSocket: asks for that, and then reads frames for its {@link GuardedSocket}. */
final class SocketWire extends SimpleChannelInboundHandler<Object> {

    /** An answer that is no agreement may have a body. */
    private static final int MOST_OF_AN_ANSWER = 16 * 1024;

    /** So often it asks, and hears nothing. */
    private static final int QUIET_TIMES = 3;

    private static final String NAME = "socket";

    private final WebSocketClientHandshaker handshaker;
    private final GuardedSocket.Limits limits;
    private final GuardedSocket socket;
    private int quiet;

    private SocketWire(URI url, GuardedSocket.Limits limits, GuardedSocket socket) {
        this.limits = limits;
        this.socket = socket;
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                url,
                WebSocketVersion.V13,
                null,
                false,
                new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, "Tocsin"),
                limits.most());
    }

    /** Has this connection, which stands, speak as a WebSocket. */
    static void speak(Channel channel, URI url, GuardedSocket.Limits limits, GuardedSocket socket) {
        SocketWire wire = new SocketWire(url, limits, socket);
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MOST_OF_AN_ANSWER))
                .addLast(new IdleStateHandler(limits.quiet().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(NAME, wire);
        wire.handshaker.handshake(channel).addListener(done -> {
            if (!done.isSuccess()) {
                socket.end(GuardedSocket.words(done.cause()));
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        quiet = 0;
        if (!handshaker.isHandshakeComplete()) {
            agree(context, (FullHttpResponse) message);
        } else if (message instanceof TextWebSocketFrame text) {
            socket.message(text.text());
        } else if (message instanceof PingWebSocketFrame ping) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            String why = "the other side closed it: " + close.statusCode() + " " + close.reasonText();
            context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                    .addListener(done -> socket.end(why.strip()));
        }
    }

    private void agree(ChannelHandlerContext context, FullHttpResponse answer) {
        try {
            handshaker.finishHandshake(context.channel(), answer);
        } catch (WebSocketClientHandshakeException refused) {
            socket.end("the other side opens no WebSocket: status "
                    + answer.status().code());
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addBefore(NAME, "whole", new WebSocketFrameAggregator(limits.most()));
        socket.opened();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (!(event instanceof IdleStateEvent)) {
            super.userEventTriggered(context, event);
        } else if (++quiet >= QUIET_TIMES) {
            socket.end("nothing was heard for " + QUIET_TIMES * limits.quiet().toMillis() + " ms");
        } else if (handshaker.isHandshakeComplete()) {
            context.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        socket.end(GuardedSocket.words(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        socket.end("the connection was closed");
        super.channelInactive(context);
    }
}
