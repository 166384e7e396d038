package io.tocsin.source;

import io.tocsin.problem.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Decides from a request's head, before a byte of its body is read, whether it may come in. */
final class Gate {
    private static final String BEARER = "Bearer ";

    private final AcceptEndpoint options;
    private final SourceRates rates;

    Gate(AcceptEndpoint options) {
        this.options = options;
        this.rates = new SourceRates(options.getRate(), options.getBurst(), System::nanoTime);
    }

    /** A refusal, and the header fields that belong to it. */
    record Refusal(Problem problem, Optional<String> header, String value) {
        static Refusal of(Problem problem) {
            return new Refusal(problem, Optional.empty(), "");
        }

        static Refusal of(Problem problem, String header, Object value) {
            return new Refusal(problem, Optional.of(header), String.valueOf(value));
        }
    }

    /** Empty if the request may come in. */
    Optional<Refusal> refuse(RoutingContext context) {
        HttpServerRequest request = context.request();
        String source = context.pathParam("source");
        if (!SourceName.isValid(source)) {
            return Optional.of(Refusal.of(Refusals.NO_SUCH_SOURCE));
        }
        if (request.method() != HttpMethod.POST) {
            return Optional.of(Refusal.of(Refusals.NOT_POST, "Allow", "POST"));
        }
        if (options.isAuthenticate() && !options.getTokens().verify(source, bearer(request))) {
            return Optional.of(Refusal.of(Refusals.UNAUTHORIZED, "WWW-Authenticate", "Bearer realm=\"tocsin\""));
        }
        long wait = rates.take(source);
        if (wait > 0) {
            return Optional.of(Refusal.of(Refusals.TOO_OFTEN, "Retry-After", wait));
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(Refusal.of(Refusals.ENCODED));
        }
        if (announced(request) > options.getMaxBody()) {
            return Optional.of(Refusal.of(Refusals.tooLarge(options.getMaxBody())));
        }
        return Optional.empty();
    }

    private static String bearer(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : "";
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
