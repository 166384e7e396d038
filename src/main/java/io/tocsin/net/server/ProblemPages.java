package io.tocsin.net.server;

import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.handler.codec.TooLongFrameException;
import io.tocsin.net.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
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

    /** Where senders know Alertmanager's answers and no others: a JSON string (its api/v2/openapi.yaml). */
    private static final Pattern ALERTMANAGER = Pattern.compile("(/[^/]+)?/api/v2(/.*)?");

    private ProblemPages() {}

    static void on(Router router, CamelContext context) {
        TITLES.forEach((status, title) -> router.errorHandler(status, failed -> {
            if (status == 404 && context.isStopping()) {
                // Its route is gone already; to the sender we are merely away.
                failed.response().putHeader("Retry-After", "5");
                send(failed, Problem.of(503, "Unavailable", "The hub is stopping."));
            } else {
                send(failed, Problem.of(status, title, status == 404 ? NOWHERE : ""));
            }
        }));
        router.errorHandler(500, ProblemPages::fault);
        router.errorHandler(200, ProblemPages::broken);
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
        send(failed, Problem.internal(reference));
    }

    /** Vert.x's BodyHandler fails with 200 where the body broke, or the sender went away in the middle of it. */
    private static void broken(RoutingContext failed) {
        if (failed.response().headWritten()) {
            return;
        }
        failed.response().putHeader("Connection", "close");
        send(failed, Problem.of(400, "Bad request", "The body is not as HTTP sends one: a chunk of it can't be read."));
        LastWords.send(failed.request());
    }

    private static void send(RoutingContext failed, Problem problem) {
        String path = String.valueOf(failed.request().path());
        if (ALERTMANAGER.matcher(path).matches()) {
            byte[] line = TextNode.valueOf(problem.oneLine()).toString().getBytes(StandardCharsets.UTF_8);
            send(failed.response(), problem.status(), "application/json", line);
        } else {
            send(failed.response(), problem);
        }
    }

    private static Future<Void> send(HttpServerResponse response, Problem problem) {
        return send(response, problem.status(), Problem.MEDIA_TYPE, problem.json());
    }

    private static Future<Void> send(HttpServerResponse response, int status, String mediaType, byte[] body) {
        if (response.ended() || response.closed() || response.headWritten()) {
            return Future.succeededFuture();
        }
        return response.setStatusCode(status)
                .putHeader("Content-Type", mediaType)
                .end(Buffer.buffer(body));
    }
}
