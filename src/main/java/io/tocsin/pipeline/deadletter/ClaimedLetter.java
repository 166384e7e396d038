package io.tocsin.pipeline.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.RetrySchedule;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A dead letter claimed for its route.
 *
 * @param id the dead letter
 * @param fence the claim's number
 * @param deliveryId the delivery that it is about, if it is about one
 * @param fallback the receiver to be notified of it
 * @param json what the route gets
 */
public record ClaimedLetter(
        String id, long fence, Optional<String> deliveryId, Optional<String> fallback, String json) {

    /** Some 24 hours by the schedule below: so long may a queue that it is forwarded to be away. */
    private static final int MOST = 30;

    private static final List<String> COLUMNS = List.of(
            "id",
            "kind",
            "event_id",
            "notice_id",
            "delivery_id",
            "source",
            "rule",
            "receiver",
            "failure_class",
            "reason");

    /** One whose route never ends well stays open in the list, as all do, and says that it was not forwarded. */
    private static final String GIVE_UP =
            "UPDATE dead_letter SET told = 1, owner = NULL, reason = reason || :words WHERE id = :id";

    /** Claims of dead letters. */
    public static Claims<ClaimedLetter> claims(Claims.Terms terms, ObjectMapper json) {
        RetrySchedule schedule = RetrySchedule.parse("30s,1m,2m,5m,15m,30m,1h", "24h", ThreadLocalRandom.current());
        return new Claims<>(
                new DeadLetterTable(),
                terms,
                new Claims.Patience(MOST, tries -> schedule.pause((int) tries)),
                row -> read(json, row),
                ClaimedLetter::giveUp);
    }

    /** Its claim. */
    public Claim claim() {
        return new Claim(id, fence);
    }

    private static ClaimedLetter read(ObjectMapper json, ResultSet row) throws SQLException {
        ObjectNode node = json.createObjectNode();
        for (String column : COLUMNS) {
            node.put(camelCase(column), row.getString(column));
        }
        node.put("createdAt", Instant.ofEpochMilli(row.getLong("created_at")).toString());
        return new ClaimedLetter(
                row.getString("id"),
                row.getLong("fence"),
                Optional.ofNullable(row.getString("delivery_id")),
                Optional.ofNullable(row.getString("fallback")),
                node.toString());
    }

    private static void giveUp(Handle tx, List<Claims.Dead<ClaimedLetter>> dead, Instant now) {
        PreparedBatch batch = tx.prepareBatch(GIVE_UP);
        dead.forEach(one -> batch.bind("words", "; not forwarded: " + one.reason())
                .bind("id", one.row().id)
                .add());
        batch.execute();
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
