package io.tocsin.store.token;

import io.tocsin.model.token.TokenHash;
import io.tocsin.model.token.TokenStore;
import io.tocsin.model.token.Tokens;
import io.tocsin.store.sql.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Token hashes in the store, with a copy in memory because every request asks. Changes block until they are on disk. */
public final class TokenTable implements TokenStore {

    /**
     * A token as a list shows it.
     *
     * @param id its name in audit and revocation
     * @param scope a source's name, {@link Tokens#ANY_SOURCE} or {@link Tokens#ADMIN}
     * @param createdAt when it was issued
     * @param revokedAt since when it opens nothing any more
     */
    public record Listed(String id, String scope, Instant createdAt, Optional<Instant> revokedAt) {}

    /**
     * A new token, to be shown once.
     *
     * @param id its name
     * @param token the token itself, which is kept nowhere
     */
    public record Issued(String id, String token) {}

    /** What became of a token that somebody wanted revoked. */
    public enum Revoked {
        /** It opens nothing from now on. */
        REVOKED,
        /** There is no such token, or it was revoked before. */
        NOT_FOUND,
        /** It is the last one that opens the API, and nobody could get in without it. */
        LAST_ADMIN
    }

    private final Store store;
    private final SecureRandom random;
    private final RevokeToken revoking = new RevokeToken();
    private volatile Map<String, List<TokenHash>> byScope = Map.of();

    private TokenTable(Store store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    /**
     * Opens it and sees to it that the hub's own token is an admin token, unless it was revoked.
     *
     * @param store where the hashes are
     * @param admin the first admin token
     * @param random makes new tokens
     */
    public static TokenTable open(Store store, String admin, SecureRandom random) {
        TokenTable table = new TokenTable(store, random);
        store.submit(AddToken.CHANGE, AddToken.first(Tokens.ADMIN, hash(admin))).join();
        table.refresh();
        return table;
    }

    @Override
    public List<TokenHash> forSource(String source) {
        return byScope.getOrDefault(source, List.of());
    }

    /**
     * Makes a token.
     *
     * @param scope a source's name, {@link Tokens#ANY_SOURCE} or {@link Tokens#ADMIN}
     * @param actor who asks, for the audit
     */
    public Issued issue(String scope, String actor) {
        String token = Tokens.generate(random);
        String id = store.submit(AddToken.CHANGE, new AddToken(scope, hash(token), actor))
                .join();
        refresh();
        return new Issued(id, token);
    }

    /**
     * Takes a token's power away.
     *
     * @param id its name
     * @param actor who asks, for the audit
     */
    public Revoked revoke(String id, String actor) {
        Revoked revoked =
                store.submit(revoking, new RevokeToken.Order(id, actor)).join();
        refresh();
        return revoked;
    }

    /** All tokens, the oldest first, the revoked ones too. */
    public List<Listed> list() {
        return store.read(tx -> tx.createQuery("SELECT id, source, created_at, revoked_at FROM token ORDER BY id")
                .map((row, context) -> new Listed(
                        row.getString("id"),
                        row.getString("source"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Optional.of(row.getLong("revoked_at"))
                                .filter(at -> at > 0)
                                .map(Instant::ofEpochMilli)))
                .list());
    }

    /**
     * Reads them anew, as other hubs may have changed them. One at a time: an older answer that came late would let in a token that
     * was revoked meanwhile.
     */
    public synchronized void refresh() {
        byScope = store.read(tx -> tx
                .createQuery("SELECT id, source, hash FROM token WHERE revoked_at IS NULL")
                .map((row, context) -> Map.entry(
                        row.getString("source"),
                        new TokenHash(row.getString("id"), HexFormat.of().parseHex(row.getString("hash")))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Tokens.hash(token));
    }
}
