package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Role;
import io.tocsin.model.token.Tokens;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import io.tocsin.source.accept.SourceName;
import io.tocsin.store.token.NewToken;
import io.tocsin.store.token.TokenTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code /v1/tokens}, and {@code /v1/tokens/self} for who holds one. */
final class TokensEndpoint {

    private final TokenTable table;
    private final ScheduleDesk people;
    private final InstantSource clock;
    private final ObjectMapper json;

    /** @param people knows who there is */
    TokensEndpoint(TokenTable table, ScheduleDesk people, InstantSource clock, ObjectMapper json) {
        this.table = table;
        this.people = people;
        this.clock = clock;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listTokens", admin(this::list));
        operations.answer("issueToken", admin(this::issue));
        operations.answer("revokeToken", admin(this::revoke));
        operations.answer("showOwnToken", viewer(this::self));
        operations.answer("revokeOwnToken", viewer(this::revokeSelf));
    }

    private Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode tokens = answer.putArray("tokens");
        table.list().forEach(token -> write(tokens.addObject(), token));
        return Reply.json(answer);
    }

    private Reply issue(Request request) {
        Fields fields = new Fields(request.body());
        String scope = scope(fields);
        Instant now = clock.instant();
        boolean expires = fields.body().has("expiresAt") || fields.body().has("duration");
        Optional<Instant> until = expires ? Optional.of(fields.until("expiresAt", now)) : Optional.empty();
        if (until.filter(at -> !at.isAfter(now)).isPresent()) {
            throw RefusedException.badRequest("expiresAt is " + until.get()
                    + "; expected a time from now on, or none for a token that does not expire.");
        }
        NewToken wanted = new NewToken(scope, fields.text("name").orElse(""), person(fields, scope), until);
        TokenTable.Issued issued = table.issue(wanted, request.actor());
        ObjectNode answer = json.createObjectNode();
        write(answer, table.find(issued.id()).orElseThrow());
        return Reply.json(201, answer.put("token", issued.token()));
    }

    private static String scope(Fields fields) {
        Optional<String> source = fields.text("source");
        Optional<String> role = fields.text("role");
        if (source.isPresent() && role.isPresent()) {
            throw RefusedException.badRequest(
                    "A token is either for a source or for the API: expected source or role, not both.");
        }
        if (role.isPresent()) {
            return Role.ofWord(role.get()).map(Role::scope).orElseThrow();
        }
        String scope = source.orElse("");
        boolean known = SourceName.isValid(scope)
                || scope.equals(Tokens.ANY_SOURCE)
                || Role.ofScope(scope).isPresent();
        if (!known) {
            throw RefusedException.badRequest("source is `" + scope + "`; expected a source's name (1 to 63 of"
                    + " a-z 0-9 . _ -) or " + Tokens.ANY_SOURCE + " for every source; or, for this API, role, one of "
                    + Role.words() + ".");
        }
        return scope;
    }

    private Optional<String> person(Fields fields, String scope) {
        Optional<String> person = fields.text("person").filter(name -> !name.isEmpty());
        person.ifPresent(name -> {
            if (Role.ofScope(scope).isEmpty()) {
                throw RefusedException.badRequest(
                        "person is " + name + "; expected it with a role only: a token of a source is no person's.");
            }
            if (people.recipients().person(name).isEmpty()) {
                throw RefusedException.badRequest(OnCallEndpoint.nobody(people, name));
            }
        });
        return person;
    }

    private Reply revoke(Request request) {
        return revoke(request.id(), request);
    }

    /** Its own holder's. */
    private Reply self(Request request) {
        ObjectNode answer = json.createObjectNode();
        write(answer, table.find(request.token()).orElseThrow(() -> nothing(request.token())));
        return Reply.json(answer);
    }

    /** By its own holder, whatever its role. */
    private Reply revokeSelf(Request request) {
        return revoke(request.token(), request);
    }

    private Reply revoke(String id, Request request) {
        return switch (table.revoke(id, request.actor())) {
            case REVOKED -> Reply.json(json.createObjectNode().put("id", id).put("revoked", true));
            case NOT_FOUND -> throw nothing(id);
            case LAST_ADMIN ->
                throw new RefusedException(
                        409,
                        "Conflict",
                        "This is the last admin token that does not expire; issue another one first (role admin, no expiresAt).");
        };
    }

    private static RefusedException nothing(String id) {
        return RefusedException.notFound("No token in use has the id " + id + ".");
    }

    private static void write(ObjectNode node, TokenTable.Listed token) {
        node.put("id", token.id()).put("source", token.scope());
        Role.ofScope(token.scope()).ifPresent(role -> node.put("role", role.word()));
        if (!token.name().isEmpty()) {
            node.put("name", token.name());
        }
        token.person().ifPresent(person -> node.put("person", person));
        node.put("createdAt", token.createdAt().toString());
        token.expiresAt().ifPresent(at -> node.put("expiresAt", at.toString()));
        token.lastUsedAt().ifPresent(at -> node.put("lastUsedAt", at.toString()));
        token.revokedAt().ifPresent(at -> node.put("revokedAt", at.toString()));
    }
}
