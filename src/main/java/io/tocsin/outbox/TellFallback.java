package io.tocsin.outbox;

import io.tocsin.corridor.Corridor;
import io.tocsin.delivery.DeliveryDraft;
import io.tocsin.notice.Notice;
import io.tocsin.store.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Marks dead letters as told, together with the deliveries to the fallback receivers that tell of them. */
public final class TellFallback implements Change<TellFallback.Told, Boolean> {

    /**
     * A dead letter whose route has ended well.
     *
     * @param deadLetterId the dead letter
     * @param fence its claim
     * @param deliveryId the delivery that it is about, if it is about one
     * @param drafts who is told
     */
    public record Told(String deadLetterId, long fence, Optional<String> deliveryId, List<DeliveryDraft> drafts) {}

    private final Corridor corridor;

    /** @param corridor where the dead letters stand */
    public TellFallback(Corridor corridor) {
        this.corridor = corridor;
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        NewDeliveries deliveries = new NewDeliveries(corridor, tx, now);
        List<Boolean> results = inputs.stream()
                .map(told -> {
                    boolean counted = settle(tx, told) > 0;
                    if (counted && !told.drafts.isEmpty()) {
                        told.deliveryId
                                .flatMap(id -> notice(tx, id))
                                .ifPresent(notice -> told.drafts.forEach(
                                        draft -> deliveries.add(notice, draft, told.deliveryId.orElseThrow())));
                    }
                    return counted;
                })
                .toList();
        deliveries.write(tx);
        return results;
    }

    private static int settle(Handle tx, Told told) {
        return tx.createUpdate("UPDATE dead_letter SET told = 1, owner = NULL WHERE id = :id AND fence = :fence")
                .bind("id", told.deadLetterId)
                .bind("fence", told.fence)
                .execute();
    }

    private static Optional<Notice> notice(Handle tx, String deliveryId) {
        return tx.createQuery("SELECT n.* FROM notice n JOIN delivery d ON d.notice_id = n.id WHERE d.id = :delivery")
                .bind("delivery", deliveryId)
                .map((row, context) -> NoticeRow.read(row, List.of()))
                .findOne();
    }
}
