package io.tocsin.net.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The answer to a request in whose body HTTP itself broke. Vert.x tells it to the request's exception handler, and when that
 * returns it closes the connection; what the handler wrote stands in a buffer then that is flushed only after a read.
 */
public final class LastWords {
    private LastWords() {}

    /** Sends what was written, now. To be called by the handler, on the request's event loop. */
    public static void send(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().flush();
        }
    }
}
