package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records that are found by their correlation_id, and whose work notes grow. */
final class FakeServiceNow extends FakeProvider {
    private final List<ObjectNode> records = new ArrayList<>();

    FakeServiceNow() throws IOException {}

    @Override
    List<String> tickets() {
        return records.stream()
                .map(record -> record.path("state").asText("1") + " "
                        + record.get("notes")
                                .valueStream()
                                .map(note -> note.asText().replaceFirst("(?s)\n.*\n", " "))
                                .toList())
                .toList();
    }

    @Override
    void forget() {
        records.clear();
    }

    @Override
    Answer answer(String method, String path, String query, JsonNode body) {
        if (method.equals("POST")) {
            ObjectNode record = (ObjectNode) body;
            record.put("sys_id", "id-" + records.size()).putArray("notes");
            records.add(record);
            return new Answer(201, object().set("result", named(record)));
        }
        if (path.endsWith("/incident")) {
            ArrayNode found = JSON.createArrayNode();
            records.stream()
                    .filter(record -> query.contains(
                            "correlation_id=" + record.get("correlation_id").asText() + "&"))
                    .forEach(record -> found.add(named(record)));
            return new Answer(200, object().set("result", found));
        }
        ObjectNode record = records.stream()
                .filter(one -> path.endsWith("/" + one.get("sys_id").asText()))
                .findFirst()
                .orElseThrow();
        if (method.equals("GET")) {
            ObjectNode shown = object();
            shown.putObject("result").put("work_notes", record.get("notes").toString());
            return new Answer(200, shown);
        }
        record.withArray("/notes").add(body.get("work_notes"));
        record.setAll((ObjectNode) body);
        return new Answer(200, object().set("result", named(record)));
    }

    private static ObjectNode named(ObjectNode record) {
        return object().put("sys_id", record.get("sys_id").asText()).put("number", "INC1");
    }
}
