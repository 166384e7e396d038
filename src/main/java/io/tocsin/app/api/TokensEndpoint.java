package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Tokens;
import io.tocsin.source.accept.SourceName;
import io.tocsin.store.token.TokenTable;

/** {@code /v1/tokens}. */
final class TokensEndpoint {

    private final TokenTable table;
    private final ObjectMapper json;

    TokensEndpoint(TokenTable table, ObjectMapper json) {
        this.table = table;
        this.json = json;
    }

    Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode tokens = answer.putArray("tokens");
        table.list().forEach(token -> {
            ObjectNode node = tokens.addObject()
                    .put("id", token.id())
                    .put("source", token.scope())
                    .put("createdAt", token.createdAt().toString());
            token.revokedAt().ifPresent(at -> node.put("revokedAt", at.toString()));
        });
        return Reply.json(answer);
    }

    Reply issue(Request request) {
        String source = request.body().path("source").asText("");
        boolean known = SourceName.isValid(source) || source.equals(Tokens.ANY_SOURCE) || source.equals(Tokens.ADMIN);
        if (!known) {
            throw RefusedException.badRequest("source is `" + source + "`; expected a source's name (1 to 63 of"
                    + " a-z 0-9 . _ -), " + Tokens.ANY_SOURCE + " for every source, or " + Tokens.ADMIN
                    + " for this API.");
        }
        TokenTable.Issued issued = table.issue(source, request.actor());
        return Reply.json(
                201,
                json.createObjectNode()
                        .put("id", issued.id())
                        .put("source", source)
                        .put("token", issued.token()));
    }

    Reply revoke(Request request) {
        return switch (table.revoke(request.id(), request.actor())) {
            case REVOKED ->
                Reply.json(json.createObjectNode().put("id", request.id()).put("revoked", true));
            case NOT_FOUND -> throw RefusedException.notFound("No token in use has the id " + request.id() + ".");
            case LAST_ADMIN ->
                throw new RefusedException(
                        409, "Conflict", "This is the last admin token; issue another one first (source :admin).");
        };
    }
}
