package io.tocsin.model.token;

import io.tocsin.files.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may post to a source, and who may use the API.
 *
 * <p>A token is {@value #PREFIX} and 256 random bits in base64url; the prefix lets secret scanners find a leaked one. It
 * is for one source, for {@link #ANY_SOURCE any}, or for the API with a {@linkplain Role role}. That of {@link #ADMIN admin} includes
 * posting to any source: who can issue tokens could post anyway. A token for sources opens nothing of the API. Only its SHA-256 is kept, so
 * neither the store nor a backup gives a token away.
 */
public final class Tokens {
    /** How every token begins. */
    public static final String PREFIX = "tsn_";

    /** The scope of tokens that may post to every source. */
    public static final String ANY_SOURCE = "*";

    /** The scope of tokens for all of the API and every source; no source can have this name. */
    public static final String ADMIN = Role.ADMIN.scope();

    private final TokenStore store;
    private final InstantSource clock;

    /**
     * @param store where the hashes are
     * @param clock by which they expire
     */
    public Tokens(TokenStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether this token may post to this source. Takes as long for an unknown source as for a wrong token. */
    public boolean verify(String source, String bearer) {
        byte[] hash = hash(bearer);
        // No short cut: all lists are always read to their end.
        return opens(store.forSource(source), hash)
                | opens(store.forSource(ANY_SOURCE), hash)
                | opens(store.forSource(ADMIN), hash);
    }

    /** Whether this token is for exactly that, and nothing else: a calendar, say. */
    public boolean opens(String scope, String token) {
        return opens(store.forSource(scope), hash(token));
    }

    /** What this token is at the API. */
    public Access access(String bearer) {
        byte[] hash = hash(bearer);
        Access access = new Access.Closed();
        for (Role role : Role.values()) { // to the end, as everywhere
            Optional<TokenHash> found = find(store.forSource(role.scope()), hash);
            if (found.isPresent()) {
                access = access(role, found.get());
            }
        }
        return access;
    }

    private Access access(Role role, TokenHash token) {
        Holder holder = new Holder(token.name(), role, token.person());
        Instant now = clock.instant();
        if (token.isOver(now)) {
            return new Access.Expired(holder, token.expiresAt().orElseThrow());
        }
        store.used(token.name(), now);
        return new Access.Open(holder);
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

    private boolean opens(List<TokenHash> known, byte[] hash) {
        Instant now = clock.instant();
        Optional<TokenHash> found = find(known, hash).filter(token -> !token.isOver(now));
        found.ifPresent(token -> store.used(token.name(), now));
        return found.isPresent();
    }

    private static Optional<TokenHash> find(List<TokenHash> known, byte[] hash) {
        Optional<TokenHash> found = Optional.empty();
        for (TokenHash token : known) { // to its end
            if (MessageDigest.isEqual(token.sha256(), hash)) {
                found = Optional.of(token);
            }
        }
        return found;
    }
}
