package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident.Status;
import io.tocsin.model.incident.PublicStatus;

/** What people did about an incident, as a message says it; what nobody did is left out. */
final class HandlingWords {

    private HandlingWords() {}

    /** How the incident stands for the readers of this message. */
    static String status(AboutIncident incident) {
        if (incident.resolvedAt().isPresent()) {
            return Status.RESOLVED.word();
        }
        return incident.handling().acknowledged().isPresent() ? Status.ACKNOWLEDGED.word() : Status.OPEN.word();
    }

    static void write(ObjectNode message, AboutIncident incident) {
        Handling handling = incident.handling();
        handling.acknowledged().ifPresent(by -> message.put("acknowledgedBy", by.by())
                .put("acknowledgedAt", by.at().toString()));
        handling.assignee().ifPresent(to -> message.put("assignedTo", to));
        boolean isOver = incident.resolvedAt().isPresent();
        handling.resolved().filter(by -> isOver).ifPresent(by -> message.put("resolvedBy", by.by()));
        handling.earlier().ifPresent(before -> message.putObject("earlier")
                .put("id", before.incident())
                .put("resolvedBy", before.by()));
        PublicStatus said = handling.status();
        said.phase().ifPresent(phase -> message.putObject("publicStatus")
                .put("status", (isOver ? PublicStatus.Phase.RESOLVED : phase).word())
                .put("impact", said.impact())
                .put("rootCause", said.rootCause())
                .put("resolution", said.resolution()));
    }
}
