package io.tocsin.store.token;

import io.tocsin.model.token.Role;
import io.tocsin.model.token.TokenHash;
import io.tocsin.model.token.TokenStore;
import io.tocsin.model.token.Tokens;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Token hashes in the store, with a copy in memory because every request asks. Changes block until they are on disk. */
public final class TokenTable implements TokenStore {

    /**
     * A token as a list shows it.
     *
     * @param id its name in audit and revocation
     * @param scope a source's name, {@link Tokens#ANY_SOURCE} or a {@linkplain Role#scope() role's}
     * @param name what people call it; may be empty
     * @param person the name in recipients.yaml of whose it is, if it is somebody's
     * @param createdAt when it was issued
     * @param expiresAt from when on it opens nothing; empty for never
     * @param lastUsedAt when it last opened something; of what other hubs saw a minute late
     * @param revokedAt since when it opens nothing any more
     */
    public record Listed(
            String id,
            String scope,
            String name,
            Optional<String> person,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            Optional<Instant> revokedAt) {}

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
        /** It is the last one of an admin that does not expire, and nobody could get in without it. */
        LAST_ADMIN
    }

    /** An expired one is known for so long, so that its holder is told what is wrong with it. */
    private static final Duration KNOWN_AFTER = Duration.ofDays(30);

    private static final String ALL =
            "SELECT id, source, name, person, created_at, expires_at, last_used_at, revoked_at FROM token";

    /** When which token was last used, of what is not written yet. */
    private static final Change<Map<String, Long>, Void> WRITE_USES = TokenTable::writeUses;

    private final Store store;
    private final SecureRandom random;
    private final Map<String, Long> uses = new ConcurrentHashMap<>();
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

    /** In memory: {@link #writeUses} brings it to the store. */
    @Override
    public void used(String name, Instant at) {
        uses.merge(name, at.toEpochMilli(), Math::max);
    }

    /**
     * Makes a token.
     *
     * @param wanted what it is
     * @param actor who asks, for the audit
     */
    public Issued issue(NewToken wanted, String actor) {
        String token = Tokens.generate(random);
        String id = store.submit(AddToken.CHANGE, new AddToken(wanted, hash(token), actor))
                .join();
        refresh();
        return new Issued(id, token);
    }

    /** The same of one without a name that does not expire. */
    public Issued issue(String scope, String actor) {
        return issue(NewToken.of(scope), actor);
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
        return store.read(
                tx -> tx.createQuery(ALL + " ORDER BY id").map(this::listed).list());
    }

    /** The token of that id, revoked or not. */
    public Optional<Listed> find(String id) {
        return store.read(tx -> tx.createQuery(ALL + " WHERE id = :id")
                .bind("id", id)
                .map(this::listed)
                .findOne());
    }

    private Listed listed(ResultSet row, StatementContext context) throws SQLException {
        String id = row.getString("id");
        return new Listed(
                id,
                row.getString("source"),
                row.getString("name"),
                person(row),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row.getLong("expires_at")),
                time(Math.max(row.getLong("last_used_at"), uses.getOrDefault(id, 0L))),
                time(row.getLong("revoked_at")));
    }

    private static Optional<String> person(ResultSet row) throws SQLException {
        return Optional.of(row.getString("person")).filter(name -> !name.isEmpty());
    }

    private static Optional<Instant> time(long millis) {
        return Optional.of(millis).filter(at -> at > 0).map(Instant::ofEpochMilli);
    }

    /**
     * Writes when tokens were last used, in one change for all; nothing where none was. To be called once a minute, and before the store
     * is closed. Does not wait, nor throw: what the store does not take comes with the next one.
     */
    public void writeUses() {
        Map<String, Long> now = new HashMap<>(uses);
        if (now.isEmpty()) {
            return;
        }
        now.forEach(uses::remove); // not what was used again meanwhile
        store.submit(WRITE_USES, now).whenComplete((done, failure) -> {
            if (failure != null) {
                now.forEach((id, at) -> uses.merge(id, at, Math::max));
            }
        });
    }

    private static List<Void> writeUses(Handle tx, List<Map<String, Long>> all, Instant now) {
        PreparedBatch batch = tx.prepareBatch("UPDATE token SET last_used_at = :at"
                + " WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :at)");
        Map<String, Long> inOrder = new TreeMap<>(); // the same on all hubs, so that none waits for another in a circle
        all.forEach(uses -> uses.forEach((id, at) -> inOrder.merge(id, at, Math::max)));
        inOrder.forEach(
                (id, at) -> batch.bind("id", id).bind("at", at.longValue()).add());
        batch.execute();
        return Collections.nCopies(all.size(), null);
    }

    /**
     * Reads them anew, as other hubs may have changed them. One at a time: an older answer that came late would let in a token that
     * was revoked meanwhile.
     */
    public synchronized void refresh() {
        byScope = store.read(tx -> tx
                .createQuery("SELECT id, source, hash, person, expires_at FROM token WHERE revoked_at IS NULL"
                        + " AND (expires_at IS NULL OR expires_at > :since)")
                .bind("since", store.now(tx).minus(KNOWN_AFTER).toEpochMilli())
                .map((row, context) -> Map.entry(
                        row.getString("source"),
                        new TokenHash(
                                row.getString("id"),
                                HexFormat.of().parseHex(row.getString("hash")),
                                time(row.getLong("expires_at")),
                                person(row))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Tokens.hash(token));
    }
}
