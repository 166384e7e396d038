package io.tocsin.net.guard;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;

/**
 * One request on its way: waiting for a connection, then for its answer. All of it happens on one event loop, and it ends
 * once: with the answer, a failure, or the end of its time.
 */
final class Sending implements Dialer.Caller {
    private final Call call;
    private final EventLoop loop;
    private final CompletableFuture<Answer> answered = new CompletableFuture<>();
    private final Deadline deadline;
    private Channel channel;
    private boolean sent;
    private boolean over;

    /** Its time for a connection begins now. */
    Sending(Call call, EventLoop loop, Deadlines deadlines) {
        this.call = call;
        this.loop = loop;
        this.deadline = deadlines.start(call.toConnect(), () -> loop.execute(this::cutOff));
    }

    Call call() {
        return call;
    }

    /** Completes on the loop; with an {@link IOException} where there is no answer. */
    CompletableFuture<Answer> answered() {
        return answered;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** What is closed when its time is over. */
    @Override
    public void needs(Channel opened) {
        channel = opened;
    }

    /** From here on the receiver may have it, and the time for an answer counts. */
    void sent() {
        sent = true;
        deadline.restart(call.toAnswer());
    }

    void answer(Answer answer) {
        if (end().isPresent()) {
            answered.complete(answer);
        }
    }

    /** It failed by itself. */
    void fail(Throwable failure) {
        end().ifPresent(open -> answered.completeExceptionally(sent ? afterSend(failure) : beforeSend(failure)));
    }

    /** Its time is over, or the hub stops. */
    private void cutOff() {
        Channel used = channel;
        end().ifPresent(open -> {
            String words = " took more than " + deadline.limit().toMillis() + " ms, or the hub was stopped";
            answered.completeExceptionally(
                    sent
                            ? new SocketTimeoutException("the whole answer" + words)
                            : new ConnectException("the connection" + words));
        });
        if (used != null) {
            used.close();
        }
    }

    private Optional<Sending> end() {
        if (over) {
            return Optional.empty();
        }
        over = true;
        deadline.close();
        channel = null;
        return Optional.of(this);
    }

    /** Nothing else may be among the causes: a decoder's own exceptions would be taken for a fault of the message. */
    private static IOException afterSend(Throwable failure) {
        return failure instanceof IOException
                ? (IOException) failure
                : new IOException(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    private static IOException beforeSend(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof SSLHandshakeException) {
            return (IOException) failure;
        }
        // Netty's own kinds of these would show by their names.
        if (failure instanceof NoRouteToHostException) {
            return new NoRouteToHostException(failure.getMessage());
        }
        if (failure instanceof ConnectException) {
            return new ConnectException(failure.getMessage());
        }
        ConnectException notSent =
                new ConnectException(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        if (failure instanceof IOException) {
            notSent.initCause(failure);
        }
        return notSent;
    }
}
