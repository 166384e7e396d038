package io.tocsin.pipeline.inbox;

import io.tocsin.files.Sha256;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.hubs.Slices;
import io.tocsin.store.lane.HandOver;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Puts events on disk, once each: an event whose source and external id are known is a duplicate, or a conflict where
 * its sender's own key came with another body.
 *
 * <p>An event that the decide room has a place for is written as claimed and handed over after the commit.
 */
final class AcceptEvents implements Change<List<Arrived>, List<Accepted>> {

    private static final String INSERT = """
            INSERT INTO event (due_at, owner, fence, attempt, id, source, identity, external_id, content_type, body,
                               attributes, size, received_at, slice, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')
            ON CONFLICT (source, external_id) DO NOTHING
            """;

    /** Of an external id, in characters; of a longer one so many are kept, and its hash. */
    private static final int LONGEST = 500;

    private static final int SHOWN = 200;

    private final Corridor corridor;

    AcceptEvents(Corridor corridor) {
        this.corridor = corridor;
    }

    @Override
    public List<List<Accepted>> apply(Handle tx, List<List<Arrived>> inputs, Instant now) {
        Optional<Lane<Event>> lane = corridor.lanes().find(InboxConsumer.LANE);
        boolean shared = corridor.hubs().isShared();
        Map<Integer, Boolean> behind =
                shared ? Slices.behind(tx, corridor.hubs().id().owner()) : Map.of();
        HandOver<Event> handing = new HandOver<>(tx, corridor.terms(), now);
        List<Row> rows = new ArrayList<>();
        for (List<Arrived> events : inputs) {
            for (Arrived event : events) {
                String id = Id.EVENT.next(now);
                Row row = new Row(
                        id,
                        event,
                        event.draft().externalId().map(AcceptEvents::fitting).orElse(id));
                rows.add(row);
                handing.add(
                        () -> row.claimed(now),
                        lane.filter(decide -> !shared || Boolean.FALSE.equals(behind.get(row.slice())))
                                .flatMap(decide -> decide.reserve(event.body().length())));
            }
        }
        int[] inserted = insert(tx, rows, handing, now);
        handing.written(inserted);
        tx.afterCommit(() -> {
            if (rows.stream().anyMatch(row -> Boolean.TRUE.equals(behind.get(row.slice())))) {
                corridor.lanes().wake(InboxConsumer.LANE); // for these no place was asked
            } else {
                corridor.lanes()
                        .wakeIfBehind(InboxConsumer.LANE); // of a slice of another's, that hub's look finds them
            }
        });
        return results(tx, inputs, rows, inserted, now);
    }

    @Override
    public int rows(List<Arrived> events) {
        return Math.max(1, events.size());
    }

    @Override
    public boolean isAccept() {
        return true;
    }

    @Override
    public long bytes(List<Arrived> events) {
        return events.stream().mapToLong(event -> event.draft().body().length).sum();
    }

    /** A database may refuse a text with a NUL, and an index entry of more than some 2.7 KB, for as long as a sender tries. */
    static String fitting(String externalId) {
        return externalId.length() <= LONGEST && externalId.indexOf('\0') < 0
                ? externalId
                : externalId.substring(0, Math.min(SHOWN, externalId.length())).replace('\0', ' ')
                        + ':'
                        + Sha256.hex(externalId.getBytes(StandardCharsets.UTF_8));
    }

    /** Hubs that are told the same at the same time wait for each other's rows: both in the order of what makes them the same. */
    private int[] insert(Handle tx, List<Row> rows, HandOver<Event> handing, Instant now) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        if (corridor.hubs().isShared()) {
            order.sort(Comparator.comparing(
                            (Integer place) -> rows.get(place).draft().source())
                    .thenComparing(place -> rows.get(place).externalId));
        }
        int[] inOrder = Statements.of(tx).each(INSERT, order, (values, place) -> {
            Row row = rows.get(place);
            handing.bind(values, place, now);
            values.text(row.id)
                    .text(row.draft().source())
                    .text(row.draft().identity())
                    .text(row.externalId)
                    .text(row.draft().contentType())
                    .text(row.event.body())
                    .text(row.event.attributes())
                    .number(row.event.body().length())
                    .time(now)
                    .number(row.slice());
        });
        int[] inserted = new int[inOrder.length];
        for (int i = 0; i < inserted.length; i++) {
            inserted[order.get(i)] = inOrder[i];
        }
        return inserted;
    }

    private List<List<Accepted>> results(
            Handle tx, List<List<Arrived>> inputs, List<Row> rows, int[] inserted, Instant now) {
        List<List<Accepted>> results = new ArrayList<>(inputs.size());
        int next = 0;
        for (List<Arrived> events : inputs) {
            List<Accepted> accepted = new ArrayList<>(events.size());
            for (int i = 0; i < events.size(); i++, next++) {
                Row row = rows.get(next);
                accepted.add(inserted[next] > 0 ? new Accepted(row.id, Accepted.Status.ACCEPTED) : again(tx, row, now));
            }
            results.add(accepted);
        }
        return results;
    }

    /**
     * What met a known id. Only an {@code Idempotency-Key} is a promise of its sender, whom a conflict is told; the same
     * id with another body from anybody else is kept as an event of its own, because a lost one tells nobody.
     */
    private Accepted again(Handle tx, Row row, Instant now) {
        Accepted known = known(tx, row);
        if (known.status() != Accepted.Status.CONFLICT || row.externalId.startsWith(Arrival.KEY)) {
            return known;
        }
        Row other = new Row(
                Id.EVENT.next(now),
                row.event,
                row.externalId + ":" + Sha256.hex(row.draft().body()));
        HandOver<Event> nobody = new HandOver<>(tx, corridor.terms(), now);
        nobody.add(() -> other.claimed(now), Optional.empty());
        if (insert(tx, List.of(other), nobody, now)[0] == 0) {
            return known(tx, other);
        }
        tx.afterCommit(() -> corridor.lanes().wake(InboxConsumer.LANE));
        return new Accepted(other.id, Accepted.Status.ACCEPTED);
    }

    private static Accepted known(Handle tx, Row row) {
        return tx.createQuery("SELECT id, body FROM event WHERE source = :source AND external_id = :external_id")
                .bind("source", row.draft().source())
                .bind("external_id", row.externalId)
                .map((result, context) -> new Accepted(
                        result.getString("id"),
                        row.event.body().equals(result.getString("body"))
                                ? Accepted.Status.DUPLICATE
                                : Accepted.Status.CONFLICT))
                .one();
    }

    private record Row(String id, Arrived event, String externalId) {

        EventDraft draft() {
            return event.draft();
        }

        /** What one source tells is decided in its order. */
        int slice() {
            return Slices.of(draft().source());
        }

        Event claimed(Instant now) {
            return new Event(id, draft().source(), draft().identity(), event.body(), event.headers(), now, 1, 1);
        }
    }
}
