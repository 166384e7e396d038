package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.PublicStatus;

/** What people did about an incident, as the API tells it. */
public final class HandlingJson {

    private HandlingJson() {}

    /** Adds what they did; what nobody did is left out. */
    public static void write(ObjectNode incident, Handling handling) {
        handling.acknowledged().ifPresent(by -> incident.putObject("acknowledged")
                .put("by", by.by())
                .put("at", by.at().toString())
                .put("severity", by.severity().word()));
        handling.assignee().ifPresent(to -> incident.put("assignedTo", to));
        handling.resolved().ifPresent(by -> incident.putObject("resolved")
                .put("by", by.by())
                .put("at", by.at().toString()));
        handling.closed().ifPresent(by -> incident.putObject("closed")
                .put("by", by.by())
                .put("at", by.at().toString()));
        handling.earlier().ifPresent(before -> incident.putObject("earlier")
                .put("incident", before.incident())
                .put("resolvedBy", before.by()));
        status(incident, handling.status());
    }

    private static void status(ObjectNode incident, PublicStatus said) {
        said.phase().ifPresent(phase -> {
            ObjectNode status = incident.putObject("publicStatus").put("status", phase.word());
            put(status, "impact", said.impact());
            put(status, "rootCause", said.rootCause());
            put(status, "resolution", said.resolution());
        });
    }

    private static void put(ObjectNode status, String name, String text) {
        if (!text.isEmpty()) {
            status.put(name, text);
        }
    }
}
