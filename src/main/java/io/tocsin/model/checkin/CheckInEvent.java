package io.tocsin.model.checkin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.time.Span;
import java.time.Instant;

/**
 * What the hub says of a check-in as an event of the source {@link CheckIn#SOURCE}, in the words that the mapping {@code generic} reads:
 * whoever has mappings of their own needs no other.
 */
public final class CheckInEvent {

    private static final String DESCRIPTION = "description";

    private CheckInEvent() {}

    /** What of an entry is said, whenever it is: kept in the store, so that a hub without the entry can say it. */
    public static ObjectNode content(CheckIn checkIn) {
        ObjectNode content = JsonNodeFactory.instance
                .objectNode()
                .put("fingerprint", checkIn.name())
                .put("severity", checkIn.severity().word())
                .put("title", checkIn.title().orElse(checkIn.name() + " has not checked in"))
                .put(DESCRIPTION, checkIn.description());
        ObjectNode labels = content.putObject("labels");
        checkIn.allLabels().forEach(labels::put);
        ObjectNode annotations = content.putObject("annotations");
        checkIn.annotations().forEach(annotations::put);
        return content;
    }

    /**
     * Nobody reported in time.
     *
     * @param content of its entry
     * @param late how it stands
     */
    public static ObjectNode late(ObjectNode content, Standing late) {
        return content.deepCopy()
                .put("kind", "check-in-late")
                .put("status", "firing")
                .put(DESCRIPTION, description(content.path(DESCRIPTION).asText(), late))
                .put("startsAt", late.lateSince().orElse(late.dueAt()).toString());
    }

    private static String description(String own, Standing late) {
        Terms terms = late.terms();
        return (own.isEmpty() ? "" : own + "\n")
                + "Expected every " + Span.text(terms.every())
                + (terms.grace().isZero() ? "" : " with a grace of " + Span.text(terms.grace()))
                + "; "
                + late.reportedAt().map(at -> "the last report came at " + at).orElse("no report has come yet") + ".";
    }

    /**
     * It is over.
     *
     * @param late the event that said that it began
     * @param why for readers, a sentence
     */
    public static ObjectNode over(ObjectNode late, String why, Instant at) {
        ObjectNode event = late.deepCopy()
                .put("kind", "check-in-over")
                .put("status", "resolved")
                .put("endsAt", at.toString());
        event.withObject("/annotations").put("resolution", why);
        return event;
    }
}
