package io.tocsin.store.token;

import io.tocsin.model.token.Tokens;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.token.TokenTable.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Takes tokens' power away, but for the last one that opens all of the API and does not expire. */
final class RevokeToken implements Change<RevokeToken.Order, Revoked> {

    record Order(String id, String actor) {}

    private record Found(String scope, boolean expires) {

        /** One that expires leaves nobody in when it does. */
        boolean isAdminForGood() {
            return scope.equals(Tokens.ADMIN) && !expires;
        }
    }

    /** The number is raised first: of two hubs that revoke the last two admin tokens, the second one sees that it is the last. */
    @Override
    public List<Revoked> apply(Handle tx, List<Order> orders, Instant now) {
        Revisions.raise(tx, Revisions.TOKENS);
        return orders.stream().map(order -> revoke(tx, order, now)).toList();
    }

    private static Revoked revoke(Handle tx, Order order, Instant now) {
        Optional<Found> found = tx.createQuery(
                        "SELECT source, expires_at FROM token WHERE id = :id AND revoked_at IS NULL")
                .bind("id", order.id)
                .map((row, context) -> new Found(row.getString("source"), row.getLong("expires_at") > 0))
                .findOne();
        if (found.isEmpty()) {
            return Revoked.NOT_FOUND;
        }
        if (found.get().isAdminForGood() && adminsForGood(tx) == 1) {
            return Revoked.LAST_ADMIN;
        }
        tx.createUpdate("UPDATE token SET revoked_at = :now WHERE id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", order.id)
                .execute();
        AuditEntry.write(tx, List.of(new AuditEntry(order.actor, "token.revoke", order.id, found.get().scope)), now);
        return Revoked.REVOKED;
    }

    private static int adminsForGood(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM token WHERE source = :admin AND revoked_at IS NULL"
                        + " AND expires_at IS NULL")
                .bind("admin", Tokens.ADMIN)
                .mapTo(Integer.class)
                .one();
    }
}
