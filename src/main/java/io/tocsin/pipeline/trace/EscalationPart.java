package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The escalations of an incident: how far each is, and what of the timeline is about it or ends it. */
final class EscalationPart {

    /** What people do that an escalation goes by. */
    private static final Set<String> ANSWERS = Set.of("acknowledged", "unacknowledged", "hurried", "resolved");

    private EscalationPart() {}

    /** @param sheet the incident, whole */
    static void write(ObjectNode incident, ObjectNode sheet) {
        for (JsonNode one : sheet.path("escalations")) {
            ObjectNode escalation = incident.withArray("escalations").addObject();
            escalation.setAll((ObjectNode) one);
            String actor = actor(one.path("policy").asText());
            for (JsonNode entry : sheet.path("timeline")) {
                if (entry.path("actor").asText().equals(actor)
                        || ANSWERS.contains(entry.path("kind").asText())) {
                    escalation.withArray("timeline").add(entry);
                }
            }
        }
    }

    /** Whether an entry of a timeline is about an escalation. */
    static boolean isOfOne(JsonNode entry) {
        return entry.path("actor").asText().startsWith(actor(""));
    }

    private static String actor(String policy) {
        return "escalation " + policy;
    }
}
