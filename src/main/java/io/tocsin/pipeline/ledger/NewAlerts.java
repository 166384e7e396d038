package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Alerts that a transaction is the first to decide. Where other hubs write to the same store their rows are made before anything is
 * decided, without content, so that a hub that is about to decide of the same alert waits, and then finds what this one decided.
 */
final class NewAlerts {

    /** New ones are made before any is held, and each hub makes them in this order. */
    private static final Comparator<AlertKey> IN_ORDER =
            Comparator.comparing(AlertKey::fingerprint).thenComparing(AlertKey::identity);

    private static final String KNOWN = "SELECT identity, fingerprint FROM alert WHERE fingerprint IN (<list>)";

    private static final String RESERVE = """
            INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at, last_seen_at,
                               event_id)
            VALUES (?, ?, ?, '', '', '', 0, ?, ?, '')
            ON CONFLICT (identity, fingerprint) DO NOTHING
            """;

    private final Map<AlertKey, String> ids = new HashMap<>();

    private NewAlerts() {}

    /** Makes the rows of those that are not known. */
    static NewAlerts reserve(Handle tx, Dialect dialect, Set<AlertKey> keys, Instant now) {
        NewAlerts made = new NewAlerts();
        if (dialect.forUpdate().isEmpty()) {
            return made;
        }
        Set<AlertKey> known = new HashSet<>(Statements.of(tx)
                .among(
                        KNOWN,
                        keys.stream().map(AlertKey::fingerprint).distinct().toList(),
                        row -> new AlertKey(row.getString(1), row.getString(2))));
        List<AlertKey> missing = keys.stream()
                .filter(key -> !known.contains(key))
                .sorted(IN_ORDER)
                .toList();
        missing.forEach(key -> made.ids.put(key, Id.ALERT.next()));
        Statements.of(tx).each(RESERVE, missing, (values, key) -> values.text(made.ids.get(key))
                .text(key.identity())
                .text(key.fingerprint())
                .time(now)
                .time(now));
        return made;
    }

    /** The id of one of them, the row's where it was made. */
    String id(AlertKey key) {
        return ids.computeIfAbsent(key, fresh -> Id.ALERT.next());
    }
}
