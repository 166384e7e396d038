package io.tocsin.store.repeat;

import io.tocsin.store.sql.Alongside;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Removed;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Requests that came with a key of their sender's, for 24 hours: the same one again, at this or another hub on the store, does nothing and
 * gets the answer of the first. All methods block until it is on disk.
 *
 * <p>A request {@linkplain #take takes} its key, and has it marked as done {@linkplain #doing in the transaction} of what it does. A try
 * that ended without that, or was cut off, leaves the key to the next one. Should a try that was thought to be cut off go on, its
 * transaction fails, since the key is another's by then: nothing is done twice.
 */
public final class AnsweredRequests {

    /** For so long a key means its request. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** No request takes so long: what is under way for longer was cut off. */
    public static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /** The newest of each principal are kept; more in a day are a program's that has no need of keys. */
    public static final int MOST = 10_000;

    /** Longer answers are not kept: in characters. */
    public static final int MOST_OF_ANSWER = 64 * 1024;

    /** Only what nobody has, or what was cut off, is taken; one statement, so that of two hubs one gets it. A clock may be set back; by less
     * than a request may take it is not: what two hubs read at once differs by that much. */
    private static final String TAKE = """
            INSERT INTO answered_request (id, principal, request, taken_by, state, status, etag, answer, begun_at)
            VALUES (:id, :principal, :request, :by, 'taken', 0, '', '', :now)
            ON CONFLICT (id) DO UPDATE
            SET request = excluded.request, taken_by = excluded.taken_by, state = 'taken', status = 0, etag = '', answer = '',
                begun_at = excluded.begun_at
            WHERE answered_request.begun_at <= :expired
               OR answered_request.state = 'taken' AND answered_request.request = excluded.request
                  AND (answered_request.begun_at <= :cutOff OR answered_request.begun_at > :ahead)
            """;

    private static final String FIND =
            "SELECT request, state, status, etag, answer, begun_at FROM answered_request WHERE id = :id";

    private static final String DONE = """
            UPDATE answered_request SET state = CASE WHEN state = 'taken' THEN 'done' ELSE state END
            WHERE id = :id AND taken_by = :by
            """;

    private static final String ANSWER = """
            UPDATE answered_request SET state = 'answered', status = :status, etag = :etag, answer = :answer
            WHERE id = :id AND taken_by = :by
            """;

    private static final String FORGET =
            "DELETE FROM answered_request WHERE id = :id AND taken_by = :by AND (state = 'taken' OR :undone = 1)";

    private static final String REMOVE = """
            DELETE FROM answered_request WHERE id IN (
              SELECT id FROM answered_request WHERE begun_at <= :expired ORDER BY begun_at, id LIMIT :most)
            """;

    private static final String ANY_OLD = "SELECT id FROM answered_request WHERE begun_at <= :expired LIMIT 1";

    private static final String TOO_MANY =
            "SELECT principal, count(*) AS many FROM answered_request GROUP BY principal HAVING count(*) > :most LIMIT 1";

    private static final String REMOVE_OF_ONE = """
            DELETE FROM answered_request WHERE id IN (
              SELECT id FROM answered_request WHERE principal = :principal ORDER BY begun_at, id LIMIT :many)
            """;

    private record Settle(Keyed keyed, String by, Optional<Known.Answer> answer, boolean undone) {}

    private record Remove(Optional<String> principal, int most) {}

    private static final Change<Keyed, Known> TAKING = AnsweredRequests::take;
    private static final Change<Settle, Integer> SETTLING = AnsweredRequests::settle;
    private static final Change<Remove, Removed> REMOVING = (tx, orders, now) -> orders.stream()
            .map(order -> Removed.timed(() -> remove(tx, order, now)))
            .toList();

    private final Store store;

    /** @param store where they are */
    public AnsweredRequests(Store store) {
        this.store = store;
    }

    /** Takes a key for a request, or says why not. */
    public Known take(Keyed keyed) {
        return store.submit(TAKING, keyed).join();
    }

    /**
     * Does what was taken, by changes that this thread submits: the key is marked as done in the transaction of each.
     *
     * @param by as {@link #take} gave it
     * @param answer what is answered to what came of a change, where that says it all; kept in the same transaction
     */
    public <R> R doing(Keyed keyed, String by, Function<Object, Optional<Known.Answer>> answer, Supplier<R> work) {
        return store.alongside(new Mark(keyed, by, answer), work);
    }

    /** What was taken is done, or refused for good, and answered so. */
    public void answered(Keyed keyed, String by, Known.Answer answer) {
        store.submit(SETTLING, new Settle(keyed, by, Optional.of(answer), false))
                .join();
    }

    /**
     * What was taken came to nothing, and may be tried again under its key; one that is marked as done stays so.
     *
     * @param undone whether it is known that nothing was done, though something about it is in the store
     */
    public void forget(Keyed keyed, String by, boolean undone) {
        store.submit(SETTLING, new Settle(keyed, by, Optional.empty(), undone)).join();
    }

    /**
     * Removes some of what is old, or else of what a principal has beyond the newest {@value #MOST}; nothing once there is neither,
     * which costs the writer nothing.
     *
     * @param most how many rows at most
     */
    public Removed remove(int most) {
        return store.read(tx -> next(tx, store.now(tx), most))
                .map(order -> store.submit(REMOVING, order).join())
                .orElse(Removed.NOTHING);
    }

    private static Optional<Remove> next(Handle tx, Instant now, int most) {
        return tx.createQuery(ANY_OLD)
                .bind("expired", now.minus(KEPT).toEpochMilli())
                .map((row, context) -> new Remove(Optional.empty(), most))
                .findOne()
                .or(() -> tx.createQuery(TOO_MANY)
                        .bind("most", MOST)
                        .map((row, context) -> new Remove(Optional.of(row.getString("principal")), (int)
                                Math.min(row.getLong("many") - MOST, most)))
                        .findOne());
    }

    /** By their ids, so that two hubs hold rows in one order. */
    private static List<Known> take(Handle tx, List<Keyed> orders, Instant now) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            places.add(i);
        }
        places.sort(Comparator.comparing((Integer place) -> orders.get(place).id()));
        Known[] known = new Known[orders.size()];
        places.forEach(place -> known[place] = take(tx, orders.get(place), now));
        return List.of(known);
    }

    private static Known take(Handle tx, Keyed keyed, Instant now) {
        String by = UUID.randomUUID().toString();
        int taken = tx.createUpdate(TAKE)
                .bind("id", keyed.id())
                .bind("principal", keyed.principal())
                .bind("request", keyed.request())
                .bind("by", by)
                .bind("now", now.toEpochMilli())
                .bind("expired", now.minus(KEPT).toEpochMilli())
                .bind("cutOff", now.minus(UNDER_WAY).toEpochMilli())
                .bind("ahead", now.plus(UNDER_WAY).toEpochMilli())
                .execute();
        return taken == 1 ? new Known.New(by) : found(tx, keyed, now);
    }

    private static Known found(Handle tx, Keyed keyed, Instant now) {
        return tx.createQuery(FIND)
                .bind("id", keyed.id())
                .map((row, context) -> {
                    Instant begun = Instant.ofEpochMilli(row.getLong("begun_at"));
                    if (!row.getString("request").equals(keyed.request())) {
                        return new Known.Another();
                    }
                    if (row.getString("state").equals("answered")) {
                        return new Known.Answered(
                                new Known.Answer(row.getInt("status"), row.getString("etag"), row.getString("answer")));
                    }
                    Duration since = Duration.between(begun, now);
                    return since.abs().compareTo(UNDER_WAY) < 0
                            ? new Known.UnderWay(again(since.abs()))
                            : new Known.Unanswered(begun);
                })
                .one();
    }

    /** The longer it takes the longer it may still take. */
    private static Duration again(Duration since) {
        long seconds = Math.min(since.toSeconds(), UNDER_WAY.minus(since).toSeconds());
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private record Mark(Keyed keyed, String by, Function<Object, Optional<Known.Answer>> answer) implements Alongside {

        @Override
        public String order() {
            return keyed.id();
        }

        @Override
        public void with(Handle tx, Object result, Instant now) {
            int marked = answer.apply(result)
                    .map(known -> keep(tx, keyed, by, known))
                    .orElseGet(() -> tx.createUpdate(DONE)
                            .bind("id", keyed.id())
                            .bind("by", by)
                            .execute());
            if (marked == 0) {
                throw new IllegalStateException("a request took more than " + UNDER_WAY.toSeconds()
                        + " s, and its key was taken by another try");
            }
        }
    }

    private static int keep(Handle tx, Keyed keyed, String by, Known.Answer answer) {
        return tx.createUpdate(ANSWER)
                .bind("status", answer.status())
                .bind("etag", answer.etag())
                .bind("answer", answer.body())
                .bind("id", keyed.id())
                .bind("by", by)
                .execute();
    }

    private static List<Integer> settle(Handle tx, List<Settle> orders, Instant now) {
        return orders.stream()
                .map(order -> order.answer
                        .map(answer -> keep(tx, order.keyed, order.by, answer))
                        .orElseGet(() -> tx.createUpdate(FORGET)
                                .bind("id", order.keyed.id())
                                .bind("by", order.by)
                                .bind("undone", order.undone ? 1 : 0)
                                .execute()))
                .toList();
    }

    private static int remove(Handle tx, Remove order, Instant now) {
        return order.principal
                .map(principal -> tx.createUpdate(REMOVE_OF_ONE)
                        .bind("principal", principal)
                        .bind("many", order.most))
                .orElseGet(() -> tx.createUpdate(REMOVE)
                        .bind("expired", now.minus(KEPT).toEpochMilli())
                        .bind("most", order.most))
                .execute();
    }
}
