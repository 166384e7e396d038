package io.tocsin.store.token;

import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A token to be kept.
 *
 * @param wanted what it is
 * @param hash its SHA-256 as hex
 * @param actor who asked for it; empty for the hub itself, which asks at every start
 */
record AddToken(NewToken wanted, String hash, String actor) {

    static final Change<AddToken, String> CHANGE = AddToken::apply;

    static AddToken first(String scope, String hash) {
        return new AddToken(NewToken.of(scope), hash, "");
    }

    private static List<String> apply(Handle tx, List<AddToken> tokens, Instant now) {
        List<String> ids = new ArrayList<>();
        for (AddToken token : tokens) {
            String id = Id.TOKEN.next();
            int added = tx.createUpdate("INSERT INTO token (id, source, hash, created_at, name, person, expires_at)"
                            + " VALUES (:id, :source, :hash, :now, :name, :person, :expires)"
                            + " ON CONFLICT (source, hash) DO NOTHING")
                    .bind("id", id)
                    .bind("source", token.wanted.scope())
                    .bind("hash", token.hash)
                    .bind("now", now.toEpochMilli())
                    .bind("name", token.wanted.name())
                    .bind("person", token.wanted.person().orElse(""))
                    .bind(
                            "expires",
                            token.wanted.expiresAt().map(Instant::toEpochMilli).orElse(null))
                    .execute();
            if (added > 0) {
                Revisions.raise(tx, Revisions.TOKENS);
            }
            if (!token.actor.isEmpty()) {
                AuditEntry.write(
                        tx, List.of(new AuditEntry(token.actor, "token.issue", id, token.wanted.inWords())), now);
            }
            ids.add(id);
        }
        return ids;
    }
}
