package io.tocsin.net.guard;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections to one host, at most so many, all on one event loop. One that has rested is closed, before a router on the
 * way forgets it: what is sent on such a connection is never answered.
 */
final class Connections {
    private static final long LONGEST_REST_SECONDS = 30;

    private final EventLoop loop;
    private final Dialer dialer;
    private final int most;
    private final Deque<Rest> resting = new ArrayDeque<>();
    private final Queue<Sending> waiting = new ArrayDeque<>();
    private final Set<Channel> open = new HashSet<>();
    private int dialling;
    private boolean sweeping;
    private boolean closed;

    private record Rest(Channel channel, long since) {
        boolean isOld() {
            return System.nanoTime() - since >= TimeUnit.SECONDS.toNanos(LONGEST_REST_SECONDS);
        }
    }

    /** @param most how many at once, those that are being opened too */
    Connections(EventLoop loop, Dialer dialer, int most) {
        this.loop = loop;
        this.dialer = dialer;
        this.most = most;
    }

    /** Sends on a connection that rests, or on a new one, or on the next that comes free. */
    void send(Sending sending) {
        Rest kept = resting.pollLast();
        while (kept != null && (!kept.channel.isActive() || kept.isOld())) {
            kept.channel.close();
            kept = resting.pollLast();
        }
        if (kept != null) {
            kept.channel.pipeline().get(Wire.class).send(sending, kept.channel);
        } else if (open.size() + dialling < most) {
            dial(sending);
        } else {
            waiting.add(sending);
        }
    }

    private void dial(Sending sending) {
        dialling++;
        dialer.dial(sending, this).addListener(done -> {
            dialling--;
            if (!done.isSuccess()) {
                sending.fail(done.cause());
                next();
                return;
            }
            Channel channel = (Channel) done.getNow();
            open.add(channel);
            channel.closeFuture().addListener(gone -> {
                open.remove(channel);
                next();
            });
            if (closed) {
                sending.fail(new ConnectException("the connections to this host were closed before it was sent"));
            }
            if (sending.isOver()) {
                free(channel, true);
            } else {
                channel.pipeline().get(Wire.class).send(sending, channel);
            }
        });
    }

    /** An answer has ended. */
    void free(Channel channel, boolean keep) {
        if (!keep || closed || !channel.isActive()) {
            channel.close();
            return;
        }
        resting.addLast(new Rest(channel, System.nanoTime()));
        next();
        if (!resting.isEmpty() && !sweeping) {
            sweeping = true;
            loop.schedule(this::sweep, LONGEST_REST_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void next() {
        Sending sending = waiting.poll();
        while (sending != null && sending.isOver()) {
            sending = waiting.poll();
        }
        if (sending != null) {
            send(sending);
        }
    }

    private void sweep() {
        while (!resting.isEmpty()
                && (!resting.peekFirst().channel.isActive()
                        || resting.peekFirst().isOld())) {
            resting.pollFirst().channel.close();
        }
        sweeping = !resting.isEmpty() && !closed;
        if (sweeping) {
            long left = resting.peekFirst().since + TimeUnit.SECONDS.toNanos(LONGEST_REST_SECONDS) - System.nanoTime();
            loop.schedule(this::sweep, Math.max(left, 1), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes all of them, and what is on its way over them. */
    void close() {
        closed = true;
        for (Sending sending = waiting.poll(); sending != null; sending = waiting.poll()) {
            sending.fail(new ConnectException("the connections to this host were closed before it was sent"));
        }
        Set.copyOf(open).forEach(Channel::close);
    }
}
