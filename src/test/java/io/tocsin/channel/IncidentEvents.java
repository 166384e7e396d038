package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.channel.text.MessageLimits;
import java.nio.file.Path;
import java.util.List;

/** Events for other systems, held against the schema that this project publishes. */
final class IncidentEvents {
    private static final MessageLimits SCHEMA = MessageLimits.of(Path.of("schema/incident-event.schema.json"));

    private IncidentEvents() {}

    static List<String> violations(JsonNode event) {
        return SCHEMA.violations(event);
    }
}
