package io.tocsin.net.guard;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all connections of a context to receivers share: few, since none of them ever waits. They are not the
 * HTTP server's, so that a receiver that floods the hub slows no sender of events. None before the first is asked for.
 */
final class SendLoops {
    private static final int MOST = 4;

    private EventLoopGroup group;

    /** The loop of the next client. */
    synchronized EventLoop next() {
        if (group == null) {
            int few = Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() / 2));
            group = new NioEventLoopGroup(few, work -> {
                Thread thread = new FastThreadLocalThread(work, "http-send");
                thread.setDaemon(true);
                return thread;
            });
        }
        return group.next();
    }

    /** Ends them; what is on its way is cut off. */
    synchronized void close() {
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            group = null;
        }
    }
}
