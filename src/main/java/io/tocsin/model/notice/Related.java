package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;

/**
 * Incidents that have something in common with another one and began at about the same time.
 *
 * @param newest those that began last, the last of them first; no more than {@value #MOST}
 * @param more how many there are beside these
 */
public record Related(List<Other> newest, int more) {

    /** So many are named. */
    public static final int MOST = 10;

    /** There are none. */
    public static final Related NONE = new Related(List.of(), 0);

    public Related {
        newest = List.copyOf(newest);
    }

    /**
     * One of them.
     *
     * @param id the hub's id of it
     * @param title one line
     * @param severity its own
     * @param state how it stands for people
     * @param openedAt when it opened
     */
    public record Other(String id, String title, Severity severity, String state, Instant openedAt) {}

    /** Adds {@code related}, and {@code relatedMore} where more are counted than named; nothing where there are none. */
    public void write(ObjectNode incident) {
        if (newest.isEmpty()) {
            return;
        }
        ArrayNode array = incident.putArray("related");
        newest.forEach(other -> array.addObject()
                .put("id", other.id())
                .put("title", other.title())
                .put("severity", other.severity().word())
                .put("state", other.state())
                .put("openedAt", other.openedAt().toString()));
        if (more > 0) {
            incident.put("relatedMore", more);
        }
    }
}
