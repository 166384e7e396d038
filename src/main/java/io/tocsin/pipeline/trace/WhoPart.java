package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who was told, by name and kind of address, never by the address itself. */
public final class WhoPart {

    private WhoPart() {}

    /** Puts the person and the kind of address in place of what the delivery says of its recipient. */
    public static void name(ObjectNode delivery) {
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

    /** Puts receivers' names in place of who is told: addresses are nobody's business here, and deliveries say who was told. */
    static void receivers(ObjectNode notice) {
        Set<String> names = new LinkedHashSet<>();
        notice.path("receivers")
                .forEach(to -> names.add(
                        to.isTextual() ? to.asText() : to.path("receiver").asText()));
        ArrayNode receivers = notice.putArray("receivers");
        names.forEach(receivers::add);
    }
}
