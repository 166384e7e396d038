package io.tocsin.hub;

import io.tocsin.source.AdminTokenFile;
import io.tocsin.source.TokenHash;
import io.tocsin.source.TokenStore;
import io.tocsin.source.Tokens;
import io.tocsin.store.Change;
import io.tocsin.store.Id;
import io.tocsin.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Token hashes in the store, with a copy in memory because every request asks. */
final class TokenTable implements TokenStore {

    /** A token to be kept: its scope and its hash as hex. */
    record NewToken(String scope, String hash) {}

    private static final Change<NewToken, String> ADD = (tx, tokens, now) -> tokens.stream()
            .map(token -> {
                String id = Id.TOKEN.next();
                tx.createUpdate("INSERT INTO token (id, source, hash, created_at) VALUES (:id, :source, :hash, :now)"
                                + " ON CONFLICT (source, hash) DO NOTHING")
                        .bind("id", id)
                        .bind("source", token.scope)
                        .bind("hash", token.hash)
                        .bind("now", now.toEpochMilli())
                        .execute();
                return id;
            })
            .toList();

    private final Store store;
    private volatile Map<String, List<TokenHash>> byScope = new ConcurrentHashMap<>();

    private TokenTable(Store store) {
        this.store = store;
    }

    /** Opens it; at the first start it makes the admin token, which opens the API and every source. */
    static TokenTable open(Store store, Path data) {
        TokenTable table = new TokenTable(store);
        try {
            String admin = new AdminTokenFile(data).readOrCreate(new SecureRandom());
            String hash = HexFormat.of().formatHex(Tokens.hash(admin));
            store.submit(ADD, new NewToken(Tokens.ADMIN, hash)).join();
            store.submit(ADD, new NewToken(Tokens.ANY_SOURCE, hash)).join();
        } catch (IllegalStateException e) {
            throw new CannotStartException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CannotStartException("The admin token in " + data + " cannot be read or written", e);
        }
        table.refresh();
        return table;
    }

    @Override
    public List<TokenHash> forSource(String source) {
        return byScope.getOrDefault(source, List.of());
    }

    private void refresh() {
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
}
