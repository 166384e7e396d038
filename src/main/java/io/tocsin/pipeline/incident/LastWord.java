package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What was last said of an alert, for what is told without a new event.
 *
 * @param eventId the event that said it
 * @param content the alert as JSON text
 */
record LastWord(String eventId, String content) {

    private record Said(String alertId, LastWord word) {}

    /** By alert, those that are still there. */
    static Map<String, LastWord> of(Handle tx, Collection<String> alertIds) {
        Map<String, LastWord> words = new HashMap<>();
        Statements.of(tx)
                .among(
                        "SELECT id, event_id, content FROM alert WHERE id IN (<list>)",
                        alertIds,
                        row -> new Said(
                                row.getString("id"), new LastWord(row.getString("event_id"), row.getString("content"))))
                .forEach(said -> words.put(said.alertId, said.word));
        return words;
    }

    /** The alert, the caller's own. */
    ObjectNode alert(ObjectMapper json) {
        return (ObjectNode) JsonText.read(json, content);
    }
}
