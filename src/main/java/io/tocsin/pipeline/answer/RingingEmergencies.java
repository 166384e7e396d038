package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.List;

/** Emergencies of Pushover that may ring: of incidents that nobody sees to yet, as their receiver's route kept them. */
public final class RingingEmergencies {

    /** So long one rings at most: https://pushover.net/api#priority. */
    private static final Duration LONGEST = Duration.ofHours(3);

    /** By when they were kept, and not by receiver: most of a store's threads are older. */
    private static final String RINGING = """
            SELECT t.incident_id, t.content FROM thread t JOIN incident i ON i.id = t.incident_id
            WHERE t.changed_at >= :since AND t.receiver = :receiver AND i.state <> 'resolved' AND i.acknowledged_by IS NULL
            ORDER BY t.changed_at DESC LIMIT 100
            """;

    /**
     * One of them.
     *
     * @param incident the hub's id of the incident
     * @param receipt Pushover's id of the emergency
     */
    public record Emergency(String incident, String receipt) {}

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store has what routes kept
     * @param json reads it
     */
    public RingingEmergencies(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** Those that a receiver sent, the newest first. Blocks. */
    public List<Emergency> of(String receiver) {
        return store.read(tx -> tx
                .createQuery(RINGING)
                .bind("since", store.now(tx).minus(LONGEST).toEpochMilli())
                .bind("receiver", receiver)
                .map((row, context) -> {
                    JsonNode kept = JsonText.read(json, row.getString("content"));
                    boolean rings = kept.path("ringing").asBoolean();
                    return new Emergency(
                            row.getString("incident_id"),
                            rings ? kept.path("receipt").asText("") : "");
                })
                .list()
                .stream()
                .filter(one -> one.receipt.matches("[A-Za-z0-9]{1,100}"))
                .toList());
    }
}
