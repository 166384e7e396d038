package io.tocsin.source.accept;

import io.tocsin.source.protocol.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes answers, on the request's event loop. */
final class Responder {
    /** How long a refused sender may go on sending, in ms: closing at once would lose the answer on its way. */
    private static final long LINGER = 2_000;

    /** Answers a request whose body was read. */
    void answer(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return; // The sender is gone. What it sent is stored; its repeat will be a duplicate.
        }
        answer.headers().forEach(response::putHeader);
        if (!answer.mediaType().isEmpty()) {
            response.putHeader("Content-Type", answer.mediaType());
        }
        response.setStatusCode(answer.status()).end(Buffer.buffer(answer.body()));
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

    /** The same, and the connection ends: where the rest of the body begins and ends is not known any more. */
    void refuseAndClose(RoutingContext context, Answer answer) {
        context.response().putHeader("Connection", "close");
        refuse(context, answer);
    }
}
