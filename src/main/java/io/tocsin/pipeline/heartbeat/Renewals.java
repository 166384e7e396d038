package io.tocsin.pipeline.heartbeat;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Writes until when alerts go on that were only repeated, with the next commit. Nobody waits for it: what can't be written now is
 * written at one of the next repetitions, and before the alert would end.
 *
 * <p>Where other hubs write to the same store, alerts are held in the order in which decisions hold them.
 *
 * <p>An end in the store that is later stays, unless the alert's sender brought it nearer: another hub has heard of the alert since.
 */
public final class Renewals implements Consumer<Map<AlertKey, Renewal>> {

    private static final String RENEW = "UPDATE alert SET expires_at = ?"
            + " WHERE fingerprint = ? AND identity = ? AND expires_at IS NOT NULL AND (expires_at < ? OR ? = 1)";

    /** Also of those that have no end now: another hub may give them one before they are written. */
    private static final String HOLD = "SELECT id FROM alert WHERE fingerprint IN (<list>)";

    /** Gives what the store holds then: until when they go on; nothing of those that do not. */
    private final Change<Map<AlertKey, Renewal>, Map<AlertKey, Instant>> renewing = new Change<>() {
        @Override
        public List<Map<AlertKey, Instant>> apply(Handle tx, List<Map<AlertKey, Renewal>> inputs, Instant now) {
            hold(tx, inputs);
            return inputs.stream().map(renewed -> renew(tx, renewed)).toList();
        }

        @Override
        public int rows(Map<AlertKey, Renewal> renewed) {
            return renewed.size();
        }
    };

    private final Store store;
    private final Heartbeats heartbeats;

    /**
     * @param store where alerts end
     * @param heartbeats hears what the store holds then
     */
    public Renewals(Store store, Heartbeats heartbeats) {
        this.store = store;
        this.heartbeats = heartbeats;
    }

    /** @param renewed until when each of them goes on, as it was told last */
    @Override
    public void accept(Map<AlertKey, Renewal> renewed) {
        store.submit(renewing, renewed).whenComplete((stand, failure) -> {
            if (failure != null) {
                renewed.forEach(heartbeats::unwritten);
                return;
            }
            renewed.keySet().forEach(alert -> Optional.ofNullable(stand.get(alert))
                    .ifPresentOrElse(
                            until -> heartbeats.stands(alert, Optional.of(until)), () -> heartbeats.forget(alert)));
        });
    }

    private void hold(Handle tx, List<Map<AlertKey, Renewal>> inputs) {
        String held = store.dialect().held(IncidentLocks.ALERTS);
        if (!held.isEmpty()) {
            Statements.of(tx)
                    .among(
                            HOLD + held,
                            inputs.stream()
                                    .flatMap(renewed -> renewed.keySet().stream())
                                    .map(AlertKey::fingerprint)
                                    .distinct()
                                    .toList(),
                            row -> row.getString(1));
        }
    }

    private static Map<AlertKey, Instant> renew(Handle tx, Map<AlertKey, Renewal> renewed) {
        List<AlertKey> alerts = List.copyOf(renewed.keySet());
        int[] counts = Statements.of(tx).each(RENEW, alerts, (values, alert) -> {
            Renewal renewal = renewed.get(alert);
            values.time(renewal.until())
                    .text(alert.fingerprint())
                    .text(alert.identity())
                    .time(renewal.until())
                    .flag(renewal.isNearer());
        });
        Map<AlertKey, Instant> stand = new HashMap<>();
        List<AlertKey> others = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                stand.put(alerts.get(i), renewed.get(alerts.get(i)).until());
            } else {
                others.add(alerts.get(i));
            }
        }
        stand.putAll(Expiring.of(tx, others));
        return stand;
    }
}
