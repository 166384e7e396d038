package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.outbox.DeliveryStaging;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.pipeline.outbox.TellFallback;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.LaneConsumer;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code from: ledger:dead-letters}: gives each new dead letter to its route as JSON, with the fallback receiver, if
 * there is one, in the variable {@code recipients}. A route that fails, because the dead letter cannot be
 * forwarded say, gets it again later; a fallback that it asked for by then is told all the same, and once.
 */
final class DeadLetterConsumer extends LaneConsumer<DeadLetterConsumer.Claimed> {

    static final String LANE = OutboxLanes.DEAD_LETTERS;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterConsumer.class);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** A dead letter claimed for its route. */
    record Claimed(String id, long fence, Optional<String> deliveryId, Optional<String> fallback, String json) {}

    private final LedgerEndpoint ledger;
    private final Corridor corridor;
    private final Change<Integer, List<Claimed>> claiming;
    private final TellFallback telling;

    DeadLetterConsumer(LedgerEndpoint ledger, Corridor corridor, Processor processor) {
        super(ledger, processor);
        this.ledger = ledger;
        this.corridor = corridor;
        this.claiming = (tx, rooms, now) ->
                rooms.stream().map(room -> claim(tx, room, now)).toList();
        this.telling = new TellFallback(corridor);
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(LANE, ledger.getConcurrency(), ledger.getConcurrency());
    }

    @Override
    protected CompletableFuture<List<Claimed>> claim(int room) {
        return corridor.store().submit(claiming, room);
    }

    @Override
    protected CompletableFuture<?> work(Claimed letter) {
        DeliveryStaging staging = new DeliveryStaging();
        Exchange exchange = route(opened -> {
            staging.open(opened);
            opened.setVariable("deadLetterId", letter.id);
            opened.setVariable(
                    "recipients",
                    letter.fallback.map(OutboxLanes::uri).map(List::of).orElse(List.of()));
            opened.getIn().setBody(letter.json);
        });
        Exception failure = exchange.getException();
        if (failure != null) {
            LOG.warn(
                    "dead letter {} could not be forwarded, it is tried again in {}",
                    letter.id,
                    Span.words(AGAIN),
                    failure);
            return told(letter, staging, Optional.of(corridor.clock().instant().plus(AGAIN)));
        }
        return told(letter, staging, Optional.empty());
    }

    private CompletableFuture<?> told(Claimed letter, DeliveryStaging staging, Optional<Instant> again) {
        return corridor.settle(
                telling, new TellFallback.Told(letter.id, letter.fence, letter.deliveryId, staging.drafts(), again));
    }

    private List<Claimed> claim(Handle tx, int room, Instant now) {
        return tx.createQuery("""
                        UPDATE dead_letter SET owner = :owner, fence = fence + 1, due_at = :lease_end
                        WHERE id IN (SELECT id FROM dead_letter WHERE told = 0 AND due_at <= :now
                                     ORDER BY due_at LIMIT :room %s)
                        RETURNING *
                        """.formatted(corridor.store().dialect().skipLocked()))
                .bind("owner", corridor.owner())
                .bind("lease_end", now.plus(corridor.lease()).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("room", room)
                .map((row, context) -> {
                    ObjectNode json = corridor.json().createObjectNode();
                    for (String column : List.of(
                            "id",
                            "kind",
                            "event_id",
                            "notice_id",
                            "delivery_id",
                            "source",
                            "rule",
                            "receiver",
                            "failure_class",
                            "reason")) {
                        json.put(camelCase(column), row.getString(column));
                    }
                    json.put(
                            "createdAt",
                            Instant.ofEpochMilli(row.getLong("created_at")).toString());
                    return new Claimed(
                            row.getString("id"),
                            row.getLong("fence"),
                            Optional.ofNullable(row.getString("delivery_id")),
                            Optional.ofNullable(row.getString("fallback")),
                            json.toString());
                })
                .list();
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
