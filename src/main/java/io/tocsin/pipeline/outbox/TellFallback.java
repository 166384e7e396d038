package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.DeliveryDraft;
import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.deadletter.ClaimedLetter;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Marks dead letters as told, together with the deliveries to the fallback receivers that tell of them; where the route
 * failed after it asked for the deliveries, they go out all the same and the rest is tried again later.
 */
public final class TellFallback implements Change<TellFallback.Told, Boolean> {

    /**
     * A dead letter whose route has ended.
     *
     * @param deadLetterId the dead letter
     * @param fence its claim
     * @param deliveryId the delivery that it is about, if it is about one
     * @param drafts who is told; a delivery that an earlier run asked for is not made twice
     * @param failure why the route failed, and so runs again later; empty where it ended well
     */
    public record Told(
            String deadLetterId,
            long fence,
            Optional<String> deliveryId,
            List<DeliveryDraft> drafts,
            Optional<String> failure) {

        /** A route that ended well. */
        public Told(String deadLetterId, long fence, Optional<String> deliveryId, List<DeliveryDraft> drafts) {
            this(deadLetterId, fence, deliveryId, drafts, Optional.empty());
        }
    }

    /** What is held until somebody's morning has told nobody yet. */
    private static final String TOLD_ALREADY = """
            SELECT 1 FROM delivery
            WHERE notice_id = :notice AND receiver = :receiver AND address = :address AND held = 0
              AND state IN ('pending', 'delivered') AND id <> :delivery AND fallback_of <> :delivery
            """;

    private final Corridor corridor;
    private final Claims<ClaimedLetter> claims;

    /** @param corridor where the dead letters stand */
    public TellFallback(Corridor corridor) {
        this.corridor = corridor;
        this.claims = ClaimedLetter.claims(corridor.terms(), corridor.json());
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        NewDeliveries deliveries = new NewDeliveries(corridor, tx, now);
        List<Boolean> results = inputs.stream()
                .map(told -> {
                    boolean counted = settle(tx, told, now);
                    if (counted && !told.drafts.isEmpty()) {
                        told.deliveryId.flatMap(id -> notice(tx, id)).ifPresent(notice -> told.drafts.stream()
                                .filter(draft -> !toldAlready(tx, told, notice, draft))
                                .forEach(draft -> deliveries.add(notice, draft, told.deliveryId.orElseThrow())));
                    }
                    return counted;
                })
                .toList();
        deliveries.write(tx);
        return results;
    }

    /** A receiver that the same notice reached, or is on its way to, is not told it again; the dead letter says so. */
    private static boolean toldAlready(Handle tx, Told told, Notice notice, DeliveryDraft draft) {
        boolean already = tx.createQuery(TOLD_ALREADY)
                .bind("notice", notice.id())
                .bind("receiver", draft.receiver())
                .bind("address", draft.address())
                .bind("delivery", told.deliveryId.orElseThrow())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (already) {
            tx.createUpdate("UPDATE dead_letter SET reason = reason || :words WHERE id = :id AND told = 1")
                    .bind("words", "; " + draft.receiver() + " was notified already")
                    .bind("id", told.deadLetterId)
                    .execute();
        }
        return already;
    }

    private boolean settle(Handle tx, Told told, Instant now) {
        if (told.failure.isPresent()) {
            Claim claim = new Claim(told.deadLetterId, told.fence);
            ClaimedLetter letter = new ClaimedLetter(claim.id(), claim.fence(), told.deliveryId, Optional.empty(), "");
            return claims.fail(
                    tx, new Claims.Failed<>(claim, letter, "the dead-letter route", told.failure.get()), now);
        }
        return tx.createUpdate("UPDATE dead_letter SET told = 1, owner = NULL WHERE id = :id AND fence = :fence")
                        .bind("id", told.deadLetterId)
                        .bind("fence", told.fence)
                        .execute()
                > 0;
    }

    private static Optional<Notice> notice(Handle tx, String deliveryId) {
        return tx.createQuery("SELECT n.* FROM notice n JOIN delivery d ON d.notice_id = n.id WHERE d.id = :delivery")
                .bind("delivery", deliveryId)
                .map((row, context) -> NoticeRow.read(row, List.of()))
                .findOne();
    }
}
