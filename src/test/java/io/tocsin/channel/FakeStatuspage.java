package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Incidents that keep their metadata and each update. */
final class FakeStatuspage extends FakeProvider {
    private final List<ObjectNode> incidents = new ArrayList<>();

    FakeStatuspage() throws IOException {}

    @Override
    List<String> tickets() {
        return incidents.stream()
                .map(incident -> incident.get("status").asText() + " "
                        + incident.get("updates").findValuesAsText("delivery"))
                .toList();
    }

    @Override
    void forget() {
        incidents.clear();
    }

    @Override
    Answer answer(String method, String path, String query, JsonNode body) {
        if (path.endsWith("/unresolved")) {
            ArrayNode unresolved = JSON.createArrayNode();
            incidents.stream()
                    .filter(incident -> !incident.get("status").asText().equals("resolved"))
                    .forEach(unresolved::add);
            return new Answer(200, unresolved);
        }
        if (method.equals("POST")) {
            ObjectNode incident = body.get("incident").deepCopy();
            incident.put("id", "i" + incidents.size()).putArray("updates").add(body);
            incidents.add(incident);
            return new Answer(201, incident);
        }
        ObjectNode incident = incidents.stream()
                .filter(one -> path.endsWith("/" + one.get("id").asText()))
                .findFirst()
                .orElseThrow();
        if (method.equals("PATCH")) {
            incident.setAll((ObjectNode) body.get("incident"));
            incident.withArray("/updates").add(body);
        }
        return new Answer(200, incident);
    }
}
