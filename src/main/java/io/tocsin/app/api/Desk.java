package io.tocsin.app.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every endpoint of the API has in common: an admin token before anything else, then the method, then the body; the
 * work on a worker thread; problems for whatever goes wrong.
 */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final String BEARER = "Bearer ";
    private static final String GENIE_KEY = "GenieKey ";
    /** A source's path may take any second word of it. */
    private static final int BEFORE_SOURCES = -10;

    private static final String BASIC = "Basic ";
    private static final int MAX_BODY = 1024 * 1024;

    private final Router router;
    private final Tokens tokens;
    private final ObjectMapper json;

    Desk(Router router, Tokens tokens, ObjectMapper json) {
        this.router = router;
        this.tokens = tokens;
        this.json = json;
    }

    /**
     * Puts endpoints at a path.
     *
     * @param path as Vert.x writes it: a path with {@code :id}, or a regular expression with the group {@code id}
     * @param methods one endpoint for each method; every other one is answered 405
     */
    void at(String path, Map<String, Endpoint> methods) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
        (path.contains("(?<") ? router.routeWithRegex(path) : router.route(path))
                .handler(context -> admit(context, methods))
                .handler(body::handle) // Vert.x would have a BodyHandler stand before the one that admits
                .handler(context -> {
                    String method = context.request().method().name();
                    String token = context.get("token");
                    run(context, () -> methods.get(method).answer(request(context, token)));
                });
    }

    /** Puts an endpoint at a path that needs no token and takes GET only; it may tell more to an admin token. */
    void openly(String path, Endpoint endpoint) {
        router.get(path).handler(context -> {
            String token = tokens.admin(bearer(context)).orElse("");
            run(
                    context,
                    () -> endpoint.answer(new Request(Map.of(), Map.of(), Map.of(), json.createObjectNode(), token)));
        });
    }

    /**
     * Puts an endpoint at a path that asks for a token of a source, as its senders show it, and takes GET only.
     *
     * @param refusal how a problem is told there
     */
    void ofSource(String source, String path, Endpoint endpoint, Function<Problem, Reply> refusal) {
        router.get(path).order(BEFORE_SOURCES).handler(context -> {
            if (!tokens.verify(source, genieKey(context).orElseGet(() -> bearer(context)))) {
                send(
                        context,
                        refusal.apply(Problem.of(
                                401,
                                "Unauthorized",
                                "Could not authenticate: expected a token of source " + source + ".")));
                return;
            }
            run(context, () -> {
                try {
                    return endpoint.answer(request(context, ""));
                } catch (RefusedException refused) {
                    return refusal.apply(refused.problem());
                }
            });
        });
    }

    private void admit(RoutingContext context, Map<String, Endpoint> methods) {
        Optional<String> token = tokens.admin(bearer(context));
        if (token.isEmpty()) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"tocsin\"");
            send(
                    context,
                    Reply.problem(Problem.of(
                            401,
                            "Unauthorized",
                            "An admin token is required: Authorization: Bearer tsn_...; the first one stands in"
                                    + " <hub.data>/admin-token.")));
        } else if (!methods.containsKey(context.request().method().name())) {
            context.response().putHeader("Allow", String.join(", ", new TreeMap<>(methods).keySet()));
            send(context, Reply.problem(Problem.of(405, "Method not allowed", "")));
        } else {
            context.put("token", token.get());
            context.next();
        }
    }

    private interface Work {
        Reply reply();
    }

    private void run(RoutingContext context, Work work) {
        context.vertx()
                .executeBlocking(() -> reply(work), false)
                .onSuccess(reply -> send(context, reply))
                .onFailure(context::fail);
    }

    private static Reply reply(Work work) {
        try {
            return work.reply();
        } catch (RefusedException refused) {
            return Reply.problem(refused.problem());
        } catch (RuntimeException failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof StoreUnavailableException) {
                LOG.debug("A request was refused with 503: {}", cause.getMessage()); // the store itself says why, once
                return Reply.problem(
                        Problem.of(503, "Unavailable", "The store takes no changes now; nothing was done."));
            }
            String reference = UUID.randomUUID().toString();
            LOG.error("A request failed, reference {}", reference, failure);
            return Reply.problem(Problem.internal(reference));
        }
    }

    private Request request(RoutingContext context, String token) {
        Map<String, String> query = new TreeMap<>();
        Map<String, List<String>> queries = new TreeMap<>();
        context.queryParams().forEach((name, value) -> {
            refuseNul(value);
            query.put(name, value);
            queries.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        });
        context.pathParams().values().forEach(Desk::refuseNul);
        return new Request(context.pathParams(), query, queries, body(context), token);
    }

    private ObjectNode body(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return json.createObjectNode();
        }
        String type = Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new RefusedException(415, "Unsupported media type", "A body is application/json.");
        }
        try {
            JsonNode node = json.readTree(buffer.getBytes());
            refuseNul(node);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw RefusedException.badRequest("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw RefusedException.badRequest("The body is not JSON.");
        }
        throw RefusedException.badRequest("The body is a JSON object.");
    }

    private static void refuseNul(JsonNode node) {
        if (node.isTextual()) {
            refuseNul(node.textValue());
        }
        node.fieldNames().forEachRemaining(Desk::refuseNul);
        node.forEach(Desk::refuseNul);
    }

    /** Not every store can keep it, and no text that a person writes has it. */
    private static void refuseNul(String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw RefusedException.badRequest("A text has the character U+0000; expected texts without it.");
        }
    }

    /** The token; of basic authentication the password, since some clients of Alertmanager know no other. */
    private static Optional<String> genieKey(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, GENIE_KEY, 0, GENIE_KEY.length()))
                .map(header -> header.substring(GENIE_KEY.length()).strip());
    }

    private static String bearer(RoutingContext context) {
        String header = Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return "";
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String both = new String(decoded, StandardCharsets.UTF_8);
            return both.substring(both.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /** Whoever takes the hub for an Alertmanager reads a refusal as Alertmanager writes it, a JSON text. */
    private Reply asAsked(RoutingContext context, Reply reply) {
        if (!reply.mediaType().equals(Problem.MEDIA_TYPE)
                || !context.request().path().contains("/api/v2/")) {
            return reply;
        }
        try {
            JsonNode problem = json.readTree(reply.body());
            String words = problem.path("title").asText() + ". "
                    + problem.path("detail").asText() + problem.path("instance").asText();
            return Reply.json(reply.status(), TextNode.valueOf(words));
        } catch (IOException ownWords) {
            throw new IllegalStateException("a problem that is no JSON", ownWords);
        }
    }

    private void send(RoutingContext context, Reply answer) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        Reply reply = asAsked(context, answer);
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.mediaType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(reply.body()));
    }
}
