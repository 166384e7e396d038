package io.tocsin.model.token;

import java.util.Optional;

/**
 * Who shows a token for the API.
 *
 * @param token the token's id, which says nothing about its value
 * @param role what it may do
 * @param person the name in recipients.yaml of whose it is; empty where it is nobody's in particular
 */
public record Holder(String token, Role role, Optional<String> person) {

    /** For readers: the person, or else the token. */
    public String name() {
        return person.orElse(token);
    }

    /** For the audit: the person with the token. */
    public String actor() {
        return person.map(one -> one + " (" + token + ")").orElse(token);
    }
}
