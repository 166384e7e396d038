package io.tocsin.app.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.token.Access;
import io.tocsin.model.token.Holder;
import io.tocsin.model.token.Role;
import io.tocsin.model.token.Tokens;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.token.DeniedAttempts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every endpoint of the API has in common: a token before anything else, then the method, then the role that
 * this operation needs, then the body; the work on a worker thread; problems for whatever goes wrong.
 */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final String BEARER = "Bearer ";
    private static final String GENIE_KEY = "GenieKey ";
    /** A source's path may take any second word of it. */
    private static final int BEFORE_SOURCES = -10;

    private static final String BASIC = "Basic ";
    private static final int MAX_BODY = 1024 * 1024;
    private static final int MAX_FORM = 8 * 1024;

    private static final String HOLDER = "holder";

    private final Router router;
    private final Tokens tokens;
    private final DeniedAttempts denied;
    private final ObjectMapper json;

    Desk(Router router, Tokens tokens, DeniedAttempts denied, ObjectMapper json) {
        this.router = router;
        this.tokens = tokens;
        this.denied = denied;
        this.json = json;
    }

    /**
     * Puts endpoints at a path.
     *
     * @param path as Vert.x writes it: a path with {@code :id}, or a regular expression with the group {@code id}
     * @param methods one endpoint for each method, each with the role that it asks for; every other one is answered 405
     */
    void at(String path, Map<String, Endpoint> methods) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
        Mounted mounted = Mounted.of(path, methods);
        mounted.note(path.contains("(?<") ? router.routeWithRegex(path) : router.route(path))
                .handler(context -> admit(context, mounted, methods))
                .handler(body::handle) // Vert.x would have a BodyHandler stand before the one that admits
                .handler(context -> {
                    String method = context.request().method().name();
                    Holder holder = context.get(HOLDER);
                    run(
                            context,
                            () -> noted(holder, mounted.operation(method), () -> {
                                Request request = request(context, Optional.of(holder));
                                request.refuseAnothersName();
                                return methods.get(method).answer(request);
                            }));
                });
    }

    /**
     * Puts an endpoint at a path that is read and whose answer may be larger than memory; other methods are left to others.
     */
    void longAnswer(String path, LongEndpoint endpoint) {
        Mounted mounted = Mounted.get(path, endpoint.role());
        mounted.note(router.get(path)).order(BEFORE_SOURCES).handler(context -> {
            Optional<Holder> holder =
                    holder(context, mounted).filter(one -> hasRole(context, mounted, one, endpoint.role()));
            if (holder.isEmpty()) {
                return;
            }
            LongAnswer answer = new LongAnswer(context.response());
            run(
                    context,
                    () -> noted(holder.get(), mounted.operation("GET"), () -> {
                        endpoint.answer(request(context, holder), answer);
                        return answer.end();
                    }));
        });
    }

    /** Puts an endpoint at a path that needs no token and takes GET only; it may tell more to who has a token for the API. */
    void openly(String path, Endpoint endpoint) {
        Mounted.get(path, Mounted.NOTHING).note(router.get(path)).handler(context -> {
            Optional<Holder> holder = opened(tokens.access(bearer(context)));
            run(
                    context,
                    () -> endpoint.answer(new Request(Map.of(), Map.of(), Map.of(), json.createObjectNode(), holder)));
        });
    }

    /** Puts an endpoint at a path whose parameters are the secret: it takes GET only, needs no other token, and gives none to the audit. */
    void byLink(String path, Endpoint endpoint) {
        Mounted.get(path, Mounted.LINK)
                .note(router.get(path))
                .handler(context -> run(
                        context,
                        () -> endpoint.answer(new Request(
                                context.pathParams(), Map.of(), Map.of(), json.createObjectNode(), Optional.empty()))));
    }

    /**
     * A page for people without a login.
     *
     * @param show changes nothing
     * @param act takes the form's fields as a body
     * @param trouble the page in place of a problem, by its status
     */
    record Page(Endpoint show, Endpoint act, IntFunction<Reply> trouble) {}

    /**
     * Puts a page at a path whose parameter is the secret: GET and HEAD show it, and its form is posted; any other method is 405.
     *
     * @param opens whether the path's parameters may open something; quick. Where they do not it is 404 before anything else is read
     */
    void page(String path, Predicate<Map<String, String>> opens, Page page) {
        BodyHandler form = BodyHandler.create(false).setBodyLimit(MAX_FORM);
        new Mounted(path, Map.of("GET", Mounted.LINK, "HEAD", Mounted.LINK, "POST", Mounted.LINK))
                .note(router.route(path))
                .handler(context -> {
                    String method = context.request().method().name();
                    if (!Set.of("GET", "HEAD", "POST").contains(method)) {
                        context.response().putHeader("Allow", "GET, HEAD, POST");
                        send(context, page.trouble.apply(405));
                    } else if (!opens.test(context.pathParams())) {
                        send(context, page.trouble.apply(404));
                    } else {
                        context.next();
                    }
                })
                .handler(form::handle)
                .handler(context -> {
                    ObjectNode fields = json.createObjectNode();
                    context.request().formAttributes().forEach(fields::put);
                    Map<String, String> query = new TreeMap<>();
                    context.queryParams().forEach(query::put);
                    Request request = new Request(context.pathParams(), query, Map.of(), fields, Optional.empty());
                    Endpoint asked = context.request().method() == HttpMethod.POST ? page.act : page.show;
                    run(context, () -> {
                        Reply reply = reply(() -> {
                            refuseNul(fields);
                            return asked.answer(request);
                        });
                        return reply.mediaType().equals(Problem.MEDIA_TYPE)
                                ? page.trouble.apply(reply.status())
                                : reply;
                    });
                })
                .failureHandler(context -> unreadable(context, page.trouble));
    }

    /** A form that is too large or broken; the handler of bodies fails with 200 where its end never came. */
    private void unreadable(RoutingContext context, IntFunction<Reply> trouble) {
        int status = context.statusCode();
        if (status == 200) {
            context.response().putHeader("Connection", "close");
        }
        if (status == 200 || status >= 400 && status < 500) {
            send(context, trouble.apply(status == 200 ? 400 : status));
        } else {
            context.next();
        }
    }

    /**
     * Puts an endpoint at a path that asks for a token of a source, as its senders show it, or for one that may read, and takes GET only.
     *
     * @param refusal how a problem is told there
     */
    void ofSource(String source, String path, Endpoint endpoint, Function<Problem, Reply> refusal) {
        Mounted.get(path, Mounted.SOURCE)
                .note(router.get(path))
                .order(BEFORE_SOURCES)
                .handler(context -> {
                    String shown = genieKey(context).orElseGet(() -> bearer(context));
                    if (!tokens.verify(source, shown)
                            && opened(tokens.access(shown)).isEmpty()) {
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
                            return endpoint.answer(request(context, Optional.empty()));
                        } catch (RefusedException refused) {
                            return refusal.apply(refused.problem());
                        }
                    });
                });
    }

    private void admit(RoutingContext context, Mounted mounted, Map<String, Endpoint> methods) {
        String method = context.request().method().name();
        holder(context, mounted).ifPresent(holder -> {
            if (!methods.containsKey(method)) {
                context.response().putHeader("Allow", String.join(", ", new TreeMap<>(methods).keySet()));
                send(context, Reply.problem(Problem.of(405, "Method not allowed", "")));
            } else if (hasRole(context, mounted, holder, methods.get(method).role())) {
                context.put(HOLDER, holder);
                context.next();
            }
        });
    }

    /** Who asks; empty where it was answered 401, in the same words whatever is wrong, but to who holds a token that expired. */
    private Optional<Holder> holder(RoutingContext context, Mounted mounted) {
        Access access = tokens.access(bearer(context));
        if (access instanceof Access.Expired expired) {
            String why = "This token (" + expired.holder().token() + ") expired at " + expired.at();
            denied.note(expired.holder(), mounted.operation(method(context, mounted)), why);
            refuse(
                    context,
                    "Bearer realm=\"tocsin\", error=\"invalid_token\", error_description=\"The token expired\"",
                    why + "; an admin issues another one: ./hub tokens issue.");
        } else if (access instanceof Access.Closed) {
            refuse(
                    context,
                    "Bearer realm=\"tocsin\"",
                    "A token for the API is required: Authorization: Bearer tsn_...; the first one, an admin's, stands in"
                            + " <hub.data>/admin-token.");
        }
        return opened(access);
    }

    private static Optional<Holder> opened(Access access) {
        return access instanceof Access.Open open ? Optional.of(open.holder()) : Optional.empty();
    }

    private void refuse(RoutingContext context, String challenge, String detail) {
        context.response().putHeader("WWW-Authenticate", challenge);
        send(context, Reply.problem(Problem.of(401, "Unauthorized", detail)));
    }

    /** Whether the token is enough; where not it was answered 403. */
    private boolean hasRole(RoutingContext context, Mounted mounted, Holder holder, Role needed) {
        boolean isEnough = holder.role().allows(needed);
        if (!isEnough) {
            String operation = mounted.operation(method(context, mounted));
            Problem problem = Request.lacking(operation, needed, holder);
            denied.note(holder, operation, problem.detail());
            send(context, Reply.problem(problem));
        }
        return isEnough;
    }

    /** Its method, if it is one of those that are there: a sender may make up as many words as it wants. */
    private static String method(RoutingContext context, Mounted mounted) {
        String method = context.request().method().name();
        return mounted.needs().containsKey(method) ? method : "any method";
    }

    /** What an endpoint itself refuses to a token stands in the audit as well. */
    private Reply noted(Holder holder, String operation, Work work) {
        try {
            return work.reply();
        } catch (RefusedException refused) {
            if (refused.problem().status() == 403) {
                denied.note(holder, operation, refused.problem().detail());
            }
            throw refused;
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
        } catch (LongAnswer.BrokenOff gone) {
            LOG.debug("An answer was broken off: {}", gone.getMessage());
            return Reply.problem(Problem.of(503, "Unavailable", ""));
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

    private Request request(RoutingContext context, Optional<Holder> holder) {
        Map<String, String> query = new TreeMap<>();
        Map<String, List<String>> queries = new TreeMap<>();
        context.queryParams().forEach((name, value) -> {
            refuseNul(value);
            query.put(name, value);
            queries.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        });
        context.pathParams().values().forEach(Desk::refuseNul);
        return new Request(
                context.pathParams(),
                query,
                queries,
                body(context),
                holder,
                RequestHeaders.of(context.request().headers()::getAll));
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
        if (context.response().headWritten()) {
            context.request()
                    .connection()
                    .close(); // a long answer that broke off: its reader must not take it for whole
            return;
        }
        Reply reply = asAsked(context, answer);
        reply.headers().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.mediaType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(reply.body()));
    }
}
