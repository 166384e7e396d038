package io.tocsin.source;

import io.tocsin.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes answers, on the request's event loop. */
final class Responder {
    /** How long a refused sender may go on sending, in ms: closing at once would lose the answer on its way. */
    private static final long LINGER = 2_000;

    private final int retryAfter;

    Responder(int retryAfter) {
        this.retryAfter = retryAfter;
    }

    /** Answers a request whose body was read. */
    void answer(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return; // The sender is gone. What it sent is stored; its repeat will be a duplicate.
        }
        if (answer.retry()) {
            response.putHeader("Retry-After", Integer.toString(retryAfter));
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.mediaType())
                .end(Buffer.buffer(answer.body()));
    }

    /** Answers a request by its head. */
    void refuse(RoutingContext context, Gate.Refusal refusal) {
        refusal.header().ifPresent(name -> context.response().putHeader(name, refusal.value()));
        refuse(context, Answer.of(refusal.problem(), false));
    }

    /** Answers a request whose body was not read, and reads the rest of it into nothing for a while. */
    void refuse(RoutingContext context, Answer answer) {
        if (!context.request().isEnded()) {
            context.request().handler(ignored -> {});
            long timer = context.vertx()
                    .setTimer(LINGER, late -> context.request().connection().close());
            context.request().endHandler(end -> context.vertx().cancelTimer(timer));
            context.request().exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        }
        answer(context, answer);
    }

    /** Answers a request whose body could not be read to its end. */
    void unread(RoutingContext context, Throwable failure, int maxBody) {
        Problem problem = failure instanceof BodyCollector.TooLarge ? Refusals.tooLarge(maxBody) : Refusals.TOO_SLOW;
        context.response().putHeader("Connection", "close");
        refuse(context, Answer.of(problem, false));
    }
}
