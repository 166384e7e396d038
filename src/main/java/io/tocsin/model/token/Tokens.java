package io.tocsin.model.token;

import io.tocsin.files.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may post to a source, and who may use the API.
 *
 * <p>A token is {@value #PREFIX} and 256 random bits in base64url; the prefix lets secret scanners find a leaked one. It
 * is for one source, for {@link #ANY_SOURCE any}, or for the {@link #ADMIN API}, which includes posting to any source: who
 * can issue tokens could post anyway. A token for sources opens nothing of the API. Only its SHA-256 is kept, so neither the store nor a backup gives a token away.
 */
public final class Tokens {
    /** How every token begins. */
    public static final String PREFIX = "tsn_";

    /** The scope of tokens that may post to every source. */
    public static final String ANY_SOURCE = "*";

    /** The scope of tokens for the API and every source; no source can have this name. */
    public static final String ADMIN = ":admin";

    private final TokenStore store;

    /** @param store where the hashes are */
    public Tokens(TokenStore store) {
        this.store = store;
    }

    /** Whether this token may post to this source. Takes as long for an unknown source as for a wrong token. */
    public boolean verify(String source, String bearer) {
        byte[] hash = hash(bearer);
        // No short cut: all lists are always read to their end.
        return matches(store.forSource(source), hash)
                | matches(store.forSource(ANY_SOURCE), hash)
                | matches(store.forSource(ADMIN), hash);
    }

    /** Whether this token is for exactly that, and nothing else: a calendar, say. */
    public boolean opens(String scope, String token) {
        return matches(store.forSource(scope), hash(token));
    }

    /** Whether this token may use the API. */
    public boolean verifyAdmin(String bearer) {
        return admin(bearer).isPresent();
    }

    /** The name of the token with which somebody uses the API, for the audit; empty where it may not. */
    public Optional<String> admin(String bearer) {
        byte[] hash = hash(bearer);
        Optional<String> name = Optional.empty();
        for (TokenHash token : store.forSource(ADMIN)) { // to its end, as everywhere
            if (MessageDigest.isEqual(token.sha256(), hash)) {
                name = Optional.of(token.name());
            }
        }
        return name;
    }

    /** A new token. Show it once, keep its {@link #hash(String) hash}, never log it. */
    public static String generate(SecureRandom random) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** What is kept of a token: 32 bytes. */
    public static byte[] hash(String token) {
        return Sha256.of(token);
    }

    private static boolean matches(List<TokenHash> known, byte[] hash) {
        boolean match = false;
        for (TokenHash token : known) {
            match |= MessageDigest.isEqual(token.sha256(), hash);
        }
        return match;
    }
}
