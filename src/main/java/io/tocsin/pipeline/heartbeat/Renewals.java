package io.tocsin.pipeline.heartbeat;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes until when alerts go on that were only repeated, with the next commit. Nobody waits for it: what can't be written now is
 * written at one of the next repetitions, and before the alert would end.
 */
public final class Renewals implements Consumer<Map<AlertKey, Instant>> {

    private static final Change<Map<AlertKey, Instant>, List<AlertKey>> RENEW = new Change<>() {
        @Override
        public List<List<AlertKey>> apply(Handle tx, List<Map<AlertKey, Instant>> inputs, Instant now) {
            return inputs.stream().map(renewed -> renew(tx, renewed)).toList();
        }

        @Override
        public int rows(Map<AlertKey, Instant> renewed) {
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
    public void accept(Map<AlertKey, Instant> renewed) {
        store.submit(RENEW, renewed).whenComplete((written, failure) -> {
            if (failure == null) {
                renewed.forEach((alert, until) -> heartbeats.stands(alert, Optional.of(until)));
                written.forEach(heartbeats::forget);
            }
        });
    }

    /** @return those that do not go on by the store, so that nothing was written of them */
    private static List<AlertKey> renew(Handle tx, Map<AlertKey, Instant> renewed) {
        PreparedBatch batch = tx.prepareBatch("UPDATE alert SET expires_at = :until"
                + " WHERE fingerprint = :fingerprint AND identity = :identity AND expires_at IS NOT NULL");
        List<AlertKey> alerts = List.copyOf(renewed.keySet());
        for (AlertKey alert : alerts) {
            batch.bind("until", renewed.get(alert).toEpochMilli())
                    .bind("fingerprint", alert.fingerprint())
                    .bind("identity", alert.identity())
                    .add();
        }
        int[] counts = batch.execute();
        List<AlertKey> over = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                over.add(alerts.get(i));
            }
        }
        return over;
    }
}
