package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.DeliveryDraft;
import io.tocsin.model.notice.Notice;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Commits the deliveries of notices together with the notices' done marks. */
public final class FanOut implements Change<FanOut.Told, Boolean> {

    /**
     * A notice and whom the fan-out route wants told.
     *
     * @param notice the claimed notice
     * @param drafts who is told
     */
    public record Told(Notice notice, List<DeliveryDraft> drafts) {}

    private final Corridor corridor;

    /** @param corridor where the notices stand */
    public FanOut(Corridor corridor) {
        this.corridor = corridor;
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        Set<String> ours = settle(tx, inputs, now);
        NewDeliveries deliveries = new NewDeliveries(corridor, tx, now);
        List<Told> counted =
                inputs.stream().filter(told -> ours.contains(told.notice.id())).toList();
        Overtaken overtaken =
                Overtaken.look(tx, counted.stream().map(Told::notice).toList());
        for (Told told : counted) {
            told.drafts.forEach(draft -> deliveries.add(told.notice, draft, overtaken.by(told.notice, draft)));
        }
        deliveries.write(tx);
        return inputs.stream().map(told -> ours.contains(told.notice.id())).toList();
    }

    private static Set<String> settle(Handle tx, List<Told> inputs, Instant now) {
        PreparedBatch batch = tx.prepareBatch("UPDATE notice SET state = 'told', owner = NULL, settled_at = :now"
                + " WHERE id = :id AND fence = :fence AND state = 'pending'");
        for (Told told : inputs) {
            batch.bind("now", now.toEpochMilli())
                    .bind("id", told.notice.id())
                    .bind("fence", told.notice.fence())
                    .add();
        }
        int[] settled = batch.execute();
        Set<String> ours = new HashSet<>();
        List<Told> all = new ArrayList<>(inputs);
        for (int i = 0; i < settled.length; i++) {
            if (settled[i] > 0) {
                ours.add(all.get(i).notice.id());
            }
        }
        return ours;
    }
}
