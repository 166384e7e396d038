package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.JsonText;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a digest is and what it tells: who asks for one wants that first, not the story of one event out of many. */
record DigestPart(Handle tx, ObjectMapper json) {

    private record Found(String id, JsonNode message) {}

    /** The digest that a delivery, or a digest's own notice, with this id is; empty for any other id. */
    Optional<ObjectNode> find(String id) {
        return tx.createQuery("""
                        SELECT d.id, n.message FROM delivery d JOIN notice n ON n.id = d.notice_id
                        WHERE (d.id = :id OR d.notice_id = :id) AND n.kind = 'digest'
                        ORDER BY d.id LIMIT 1
                        """)
                .bind("id", id)
                .map((row, context) -> new Found(row.getString("id"), JsonText.read(json, row.getString("message"))))
                .findOne()
                .map(this::show);
    }

    private ObjectNode show(Found found) {
        ObjectNode digest = json.createObjectNode()
                .put("delivery", found.id)
                .put("reason", found.message.at("/digest/reason").asText());
        ArrayNode told = digest.putArray("told");
        tx.createQuery("""
                        SELECT n.event_id, n.message FROM delivery d JOIN notice n ON n.id = d.notice_id
                        WHERE d.digest_id = :id ORDER BY d.id
                        """)
                .bind("id", found.id)
                .map((row, context) -> json.createObjectNode()
                        .put("event", row.getString("event_id"))
                        .put(
                                "title",
                                JsonText.read(json, row.getString("message"))
                                        .at("/incident/title")
                                        .asText()))
                .forEach(told::add);
        return digest;
    }
}
