package io.tocsin.store.token;

import io.tocsin.model.token.Role;
import io.tocsin.model.token.Tokens;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that somebody wants.
 *
 * @param scope a source's name, {@link Tokens#ANY_SOURCE} or a {@linkplain Role#scope() role's}
 * @param name what people call it; may be empty
 * @param person the name in recipients.yaml of whose it is, if it is somebody's
 * @param expiresAt from when on it opens nothing; empty for never
 */
public record NewToken(String scope, String name, Optional<String> person, Optional<Instant> expiresAt) {

    /** One without a name that does not expire. */
    public static NewToken of(String scope) {
        return new NewToken(scope, "", Optional.empty(), Optional.empty());
    }

    /** The same for the audit, in a line. */
    String inWords() {
        return scope
                + (name.isEmpty() ? "" : " " + name)
                + person.map(one -> ", of " + one).orElse("")
                + expiresAt.map(at -> ", until " + at).orElse("");
    }
}
