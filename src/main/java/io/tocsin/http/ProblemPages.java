package io.tocsin.http;

import io.netty.handler.codec.TooLongFrameException;
import io.tocsin.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers get where no route answers: problems instead of Vert.x's small HTML pages. */
final class ProblemPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad request",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not found",
            405, "Method not allowed",
            406, "Not acceptable",
            408, "Request timeout",
            413, "Content too large",
            415, "Unsupported media type");

    private static final String NOWHERE =
            "Nothing is at this path. Events are posted to /v1/events/{source}; docs/api.md has the rest.";

    private ProblemPages() {}

    static void on(Router router, CamelContext context) {
        TITLES.forEach((status, title) -> router.errorHandler(status, failed -> {
            if (status == 404 && context.isStopping()) {
                // Its route is gone already; to the sender we are merely away.
                failed.response().putHeader("Retry-After", "5");
                send(failed.response(), Problem.of(503, "Unavailable", "The hub is stopping."));
            } else {
                send(failed.response(), Problem.of(status, title, status == 404 ? NOWHERE : ""));
            }
        }));
        router.errorHandler(500, ProblemPages::fault);
    }

    /** A request that isn't HTTP, or whose header is too long. */
    static void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem = cause instanceof TooLongFrameException
                ? Problem.of(431, "Request header fields too large", "")
                : Problem.of(400, "Bad request", "This is not a well-formed HTTP request.");
        request.response().putHeader("Connection", "close");
        send(request.response(), problem)
                .onComplete(sent -> request.connection().close());
    }

    private static void fault(RoutingContext failed) {
        String reference = UUID.randomUUID().toString();
        LOG.error("Request failed, reference {}", reference, failed.failure());
        send(failed.response(), Problem.internal(reference));
    }

    private static io.vertx.core.Future<Void> send(HttpServerResponse response, Problem problem) {
        if (response.ended() || response.closed() || response.headWritten()) {
            return io.vertx.core.Future.succeededFuture();
        }
        return response.setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Buffer.buffer(problem.json()));
    }
}
