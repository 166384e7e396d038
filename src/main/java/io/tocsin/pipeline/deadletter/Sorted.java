package io.tocsin.pipeline.deadletter;

import io.tocsin.pipeline.deadletter.Settled.Skipped;
import io.tocsin.store.audit.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The dead letters of one order, sorted into those that can be settled and those that cannot, with the reason. */
record Sorted(List<Letter> letters, List<Skipped> skipped) {

    static Sorted of(Handle tx, List<String> ids, Function<Letter, Optional<String>> obstacle) {
        Map<String, Letter> found = Letter.load(tx, ids);
        List<Letter> letters = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (String id : new LinkedHashSet<>(ids)) {
            Letter letter = found.get(id);
            Optional<String> why = letter == null ? Optional.of("no dead letter has this id") : obstacle.apply(letter);
            why.ifPresentOrElse(reason -> skipped.add(new Skipped(id, reason)), () -> letters.add(letter));
        }
        return new Sorted(letters, skipped);
    }

    /** Marks the letters and writes the audit. */
    void settle(Handle tx, SettleOrder order, String state, String action, Instant now) {
        if (letters.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                tx.prepareBatch("UPDATE dead_letter SET state = :state, settled_at = :now WHERE id = :id");
        List<AuditEntry> audit = new ArrayList<>();
        for (Letter letter : letters) {
            batch.bind("state", state)
                    .bind("now", now.toEpochMilli())
                    .bind("id", letter.id())
                    .add();
            String about =
                    switch (letter.kind()) {
                        case "delivery" -> letter.deliveryId();
                        case "notice" -> letter.noticeId();
                        default -> letter.eventId();
                    };
            String detail = about + (order.reason().isEmpty() ? "" : ": " + order.reason());
            audit.add(new AuditEntry(order.actor(), action, letter.id(), detail));
        }
        batch.execute();
        AuditEntry.write(tx, audit, now);
    }

    List<Letter> of(String kind) {
        return letters.stream().filter(letter -> letter.kind().equals(kind)).toList();
    }

    Settled settled() {
        return settled(Map.of());
    }

    /** @param instead what is sent in place of a delivery, or by a notice, by their ids */
    Settled settled(Map<String, RedriveDeliveries.Instead> instead) {
        return new Settled(
                letters.stream().map(Letter::id).toList(),
                letters.stream()
                        .flatMap(letter -> Optional.ofNullable(
                                instead.get(letter.isDelivery() ? letter.deliveryId() : letter.noticeId()))
                                .map(other -> new Settled.Instead(letter.id(), other.nothing(), other.why()))
                                .stream())
                        .toList(),
                skipped);
    }
}
