package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import java.util.Optional;

/** Who was told, by name and kind of address, never by the address itself; and whom a rule's {@code via} leaves out. */
final class WhoPart {

    private WhoPart() {}

    /** Puts the person and the kind of address in place of what the delivery says of its recipient. */
    static void name(ObjectNode delivery) {
        JsonNode recipient = delivery.remove("recipient");
        if (recipient != null && recipient.hasNonNull("name")) {
            delivery.put("person", recipient.path("name").asText());
            delivery.put("addressKind", recipient.path("kind").asText());
        }
        JsonNode held = delivery.remove("held");
        if (held != null && held.asBoolean() && delivery.has("dueAt")) {
            delivery.set("heldUntil", delivery.remove("dueAt"));
        }
    }

    /** Puts a note where people whom the rule names are told nothing, because of the severity; takes the message away. */
    static void note(ObjectNode notice) {
        Optional<Severity> severity = Severity.ofWord(
                notice.remove("message").at("/incident/severity").asText());
        severity.filter(word -> TargetJson.read(notice.path("receivers")).stream()
                        .anyMatch(target -> target instanceof Target.People people
                                && people.via().kinds(word).isEmpty()))
                .ifPresent(word -> notice.put(
                        "note", "people are sent nothing of severity " + word.word() + ": the rule's via says so"));
    }
}
