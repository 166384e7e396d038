package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Role;

/** Bodies as senders posted them: nobody knows what stands in them, so they are an admin's to read. What mappings made of them is not held back. */
final class Payloads {

    private Payloads() {}

    /**
     * Takes the body out of an answer, but for an admin.
     *
     * @param answer with the {@code event} that it is about, if any; says {@code withheld} in the body's place
     */
    static void withhold(Request request, ObjectNode answer) {
        if (!request.has(Role.ADMIN) && answer.path("event") instanceof ObjectNode event && event.has("body")) {
            event.remove("body");
            event.putArray("withheld").add("body");
        }
    }
}
