package io.tocsin.source.accept;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntPredicate;

/** Reads a body of bounded size in bounded time. Never holds more than the bound. */
final class BodyCollector {
    private BodyCollector() {}

    /** The body is longer than it may be. */
    static final class TooLarge extends Exception {}

    /** The body did not end in time. */
    static final class TooSlow extends Exception {}

    /** There is no room for it now. */
    static final class NoRoom extends Exception {}

    /** Fails with {@link TooLarge}, {@link TooSlow}, {@link NoRoom}, or what Vert.x says when the sender is gone. */
    static Future<Buffer> collect(HttpServerRequest request, Vertx vertx, int most, long millis, IntPredicate room) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(millis, fired -> promise.tryFail(new TooSlow()));
        request.handler(part -> {
            if (body.length() + part.length() > most) {
                promise.tryFail(new TooLarge());
            } else if (!promise.future().isComplete() && !room.test(part.length())) {
                promise.tryFail(new NoRoom());
            } else if (!promise.future().isComplete()) {
                body.appendBuffer(part);
            }
        });
        request.exceptionHandler(promise::tryFail);
        request.endHandler(end -> promise.tryComplete(body));
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
