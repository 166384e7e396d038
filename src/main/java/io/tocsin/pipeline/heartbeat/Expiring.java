package io.tocsin.pipeline.heartbeat;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** When alerts are over by the store, if nobody tells them again. */
final class Expiring {

    private static final String SELECT =
            "SELECT identity, fingerprint, expires_at FROM alert WHERE fingerprint IN (<list>) AND expires_at IS NOT NULL";

    private record Row(AlertKey alert, Instant expiresAt) {}

    private Expiring() {}

    /** Of those among these that go on. @param alerts not more than some hundreds */
    static Map<AlertKey, Instant> of(Handle tx, Collection<AlertKey> alerts) {
        Set<AlertKey> asked = Set.copyOf(alerts);
        Map<AlertKey, Instant> expiring = new HashMap<>();
        Statements.of(tx)
                .among(
                        SELECT,
                        asked.stream().map(AlertKey::fingerprint).distinct().toList(),
                        row -> new Row(
                                new AlertKey(row.getString(1), row.getString(2)), Instant.ofEpochMilli(row.getLong(3))))
                .stream()
                .filter(row -> asked.contains(row.alert))
                .forEach(row -> expiring.put(row.alert, row.expiresAt));
        return expiring;
    }
}
