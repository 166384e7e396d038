package io.tocsin.pipeline.outbox;

import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.deadletter.ClaimedLetter;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
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
            List<Address> drafts,
            Optional<String> failure) {

        /** A route that ended well. */
        public Told(String deadLetterId, long fence, Optional<String> deliveryId, List<Address> drafts) {
            this(deadLetterId, fence, deliveryId, drafts, Optional.empty());
        }
    }

    private final Corridor corridor;
    private final Notifying notifying;
    private final Claims<ClaimedLetter> claims;

    /**
     * @param corridor where the dead letters stand
     * @param notifying whom to notify of what
     */
    public TellFallback(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.claims = ClaimedLetter.claims(corridor.terms(), corridor.json());
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        IncidentLocks.told( // before anything is changed, and all of them together
                tx,
                corridor.store().dialect(),
                inputs.stream()
                        .filter(told -> !told.drafts.isEmpty())
                        .flatMap(told -> told.deliveryId.stream())
                        .toList());
        NewDeliveries deliveries = new NewDeliveries(corridor, notifying, tx, now);
        Handover handover = new Handover(corridor, notifying, tx, now);
        List<Boolean> results = inputs.stream()
                .map(told -> {
                    boolean counted = settle(tx, told, now);
                    if (counted && !told.drafts.isEmpty()) {
                        told.deliveryId.ifPresent(id -> give(tx, told, id, handover, deliveries));
                    }
                    return counted;
                })
                .toList();
        handover.write(deliveries);
        return results;
    }

    /** What is no news to a receiver is not told it again; the dead letter says so. */
    private void give(Handle tx, Told told, String deliveryId, Handover handover, NewDeliveries deliveries) {
        List<Handover.Of> dead = Handover.Of.load(tx, corridor.json(), List.of(deliveryId));
        handover.read(dead);
        for (Handover.Of one : dead) {
            for (Address draft : told.drafts) {
                if (!handover.give(one, draft, deliveries)) {
                    tx.createUpdate("UPDATE dead_letter SET reason = reason || :words WHERE id = :id AND told = 1")
                            .bind("words", "; " + draft.receiver() + handover.why(one, draft))
                            .bind("id", told.deadLetterId)
                            .execute();
                }
            }
        }
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
}
