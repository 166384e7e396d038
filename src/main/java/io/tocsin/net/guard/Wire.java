package io.tocsin.net.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * One connection: carries one request after the other, and reads each answer to its end or to a number of bytes, whatever
 * comes first. What breaks a rule of HTTP, or goes on and on, ends the connection.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private static final int MOST_HEADERS = 100;
    private static final int MOST_INTERIM = 1_000;

    private final String host;
    private final int most;
    private final Connections connections;

    private Sending sending;
    /** Its answer has ended, and nothing more was read so far: what still comes with it is nobody's. */
    private boolean ended;

    private boolean written;
    private int interim;
    private boolean inInterim;
    private HttpResponse head;
    private ByteArrayOutputStream body;

    /**
     * A connection that is used by nobody yet.
     *
     * @param host what it says in {@code Host}
     * @param most how much of a body is kept, in bytes
     * @param connections get it back after each answer
     */
    Wire(String host, int most, Connections connections) {
        this.host = host;
        this.most = most;
        this.connections = connections;
    }

    /** Sends a request; the connection is the request's alone until its answer has ended. */
    void send(Sending next, Channel channel) {
        FullHttpRequest request;
        try {
            request = request(next.call());
        } catch (RuntimeException noRequest) {
            next.fail(new Refusal("no request can be made of it: " + noRequest.getMessage()).asUnknownHost());
            connections.free(channel, true);
            return;
        }
        sending = next;
        written = false;
        interim = 0;
        inInterim = false;
        head = null;
        body = new ByteArrayOutputStream();
        next.needs(channel);
        next.sent();
        channel.writeAndFlush(request).addListener(done -> {
            if (sending == next) {
                written = done.isSuccess();
                if (!done.isSuccess()) {
                    broken(channel, done.cause());
                }
            }
        });
    }

    private FullHttpRequest request(Call call) {
        ByteBuf content = Unpooled.wrappedBuffer(call.body());
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(call.method()), call.target(), content);
        request.headers().set(HttpHeaderNames.HOST, host);
        call.headers().forEach(header -> request.headers().add(header.getKey(), header.getValue()));
        if (call.withBody()) {
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
        }
        if (!call.keep()) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return request;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (sending == null) {
                ended = false;
                context.close(); // nobody asked
            } else {
                read(context.channel(), (HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(Channel channel, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            broken(channel, noHttp(part.decoderResult().cause()));
            return;
        }
        if (part instanceof HttpResponse response) {
            begin(channel, response);
        }
        if (part instanceof HttpContent content && sending != null) {
            go(channel, content);
        }
    }

    private void begin(Channel channel, HttpResponse response) {
        if (response.headers().size() > MOST_HEADERS) {
            broken(channel, new IOException("an answer with more than " + MOST_HEADERS + " header fields"));
        } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            head = response;
        } else if (response.status().code() == 101 || ++interim > MOST_INTERIM) {
            broken(
                    channel,
                    new IOException("an answer of only interim ones, status "
                            + response.status().code()));
        } else {
            inInterim = true;
        }
    }

    private void go(Channel channel, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (inInterim) {
            inInterim = !last;
            return;
        }
        take(content.content());
        if (last) {
            boolean keep = written && sending.call().keep() && HttpUtil.isKeepAlive(head) && !saysMore();
            answered(channel, keep);
        } else if (body.size() >= most) {
            answered(channel, false); // the rest is not read
        }
    }

    /** An answer that has no body and says that it has one: whether the server sends it nobody knows. */
    private boolean saysMore() {
        int status = head.status().code();
        return (status == 204 || status == 304)
                && (head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || !head.headers()
                                .get(HttpHeaderNames.CONTENT_LENGTH, "0")
                                .equals("0"));
    }

    private void take(ByteBuf bytes) {
        int count = Math.min(bytes.readableBytes(), most - body.size());
        if (count > 0) {
            byte[] chunk = new byte[count];
            bytes.readBytes(chunk);
            body.write(chunk, 0, count);
        }
    }

    private void answered(Channel channel, boolean keep) {
        Sending done = sending;
        Answer answer = new Answer(
                        head.status().code(),
                        head.status().reasonPhrase(),
                        List.copyOf(head.headers().entries()),
                        body.toByteArray())
                .plain(most);
        rest();
        ended = keep;
        if (!keep) {
            connections.free(channel, false);
        }
        done.answer(answer);
    }

    /** Only now is it known that no more came than the answer: the next request would take that for its own. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (ended) {
            ended = false;
            connections.free(context.channel(), true);
        }
        super.channelReadComplete(context);
    }

    private void rest() {
        sending = null;
        head = null;
        body = null;
    }

    private void broken(Channel channel, Throwable failure) {
        Sending failed = sending;
        rest();
        channel.close();
        if (failed != null) {
            failed.fail(failure);
        }
    }

    private static IOException noHttp(Throwable cause) {
        return new IOException("the answer is no HTTP: " + cause.getMessage());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean decoding = cause instanceof DecoderException;
        broken(context.channel(), decoding && cause.getCause() instanceof IOException io ? io : cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        broken(context.channel(), new IOException("the connection was closed before the answer's end"));
        super.channelInactive(context);
    }
}
