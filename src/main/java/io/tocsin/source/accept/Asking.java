package io.tocsin.source.accept;

import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.source.proof.Claim;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request in words that proofs and protocols understand.
 *
 * @param context the request
 * @param source the hub's name for its sender
 * @param options which of its header fields matter
 */
record Asking(RoutingContext context, String source, AcceptEndpoint options) {
    static Asking of(RoutingContext context, AcceptEndpoint options) {
        String source = options.getSource().isEmpty() ? context.pathParam("source") : options.getSource();
        return new Asking(context, source, options);
    }

    /** Who it says it is. */
    Claim claim(byte[] body) {
        return new Claim(
                source,
                this::header,
                context.pathParams(),
                body,
                options.clock().instant());
    }

    /**
     * What it hands in.
     *
     * @param body the bytes as sent
     * @param signed whether a proof covers the body and, of the head, nothing but what it took its id from: header fields
     *     that would give the body another meaning are not looked at, since anybody could have added them
     * @param provenId the id that the proof covers
     */
    Arrival arrival(byte[] body, boolean signed, Optional<String> provenId) {
        HttpServerRequest request = context.request();
        Map<String, String> attributes = new HashMap<>();
        attributes.put("remote", request.remoteAddress().hostAddress());
        for (String kept : options.keptHeaders()) {
            header(kept).ifPresent(value -> KeptHeaders.keep(attributes, kept, value));
        }
        for (String name : options.protocol().parameters()) {
            parameter(name).ifPresent(value -> attributes.put(name, value));
        }
        Optional<String> messageId = provenId.or(() -> Optional.of(options.getIdHeader())
                .filter(name -> !name.isEmpty())
                .flatMap(this::header));
        return new Arrival(
                source,
                Optional.ofNullable(request.getHeader("Content-Type")).orElse(""),
                signed ? Map.of() : cloudEventHeaders(request),
                Optional.ofNullable(request.getHeader("Idempotency-Key")),
                messageId,
                body,
                attributes,
                options.identityName().of(source, context.pathParams()));
    }

    private static Map<String, String> cloudEventHeaders(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("ce-")) {
                headers.put(lower, value);
            }
        });
        return headers;
    }

    private Optional<String> parameter(String name) {
        List<String> values = context.queryParam(name);
        return Optional.ofNullable(context.pathParam(name))
                .or(() -> values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty());
    }

    private Optional<String> header(String name) {
        List<String> values = context.request().headers().getAll(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
