package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Issues that are searched by label, commented and moved. */
final class FakeJira extends FakeProvider {
    private final List<ObjectNode> issues = new ArrayList<>();

    FakeJira() throws IOException {}

    @Override
    List<String> tickets() {
        return issues.stream()
                .map(issue -> issue.get("status").asText() + " " + told(issue))
                .toList();
    }

    /** The headline and the last line of each comment, in a document or in wiki markup. */
    private static List<String> told(ObjectNode issue) {
        List<String> texts = new ArrayList<>(issue.get("comments").findValuesAsText("text"));
        issue.get("comments").forEach(comment -> texts.add(comment.get("body").asText("")));
        return texts.stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("[") || line.contains("·"))
                .toList();
    }

    @Override
    void forget() {
        issues.clear();
    }

    @Override
    Answer answer(String method, String path, String query, JsonNode body) {
        if (path.endsWith("/api/3/search/jql") || path.endsWith("/api/2/search")) {
            ArrayNode found = JSON.createArrayNode();
            issues.stream()
                    .filter(issue -> issue.get("labels").valueStream().anyMatch(label -> body.get("jql")
                            .asText()
                            .contains("labels = \"" + label.asText() + "\"")))
                    .forEach(issue ->
                            found.addObject().put("key", issue.get("key").asText()));
            return new Answer(200, object().set("issues", found));
        }
        if (path.endsWith("/issue")) {
            ObjectNode issue = object().put("key", "OPS-" + (issues.size() + 1)).put("status", "To Do");
            issue.set("labels", body.at("/fields/labels"));
            issue.putArray("comments");
            issues.add(issue);
            return new Answer(201, object().put("key", issue.get("key").asText()));
        }
        ObjectNode issue = issues.stream()
                .filter(one -> path.contains("/" + one.get("key").asText()))
                .findFirst()
                .orElseThrow();
        if (path.endsWith("/comment") && method.equals("GET")) {
            return new Answer(200, object().set("comments", issue.get("comments")));
        }
        if (path.endsWith("/comment")) {
            issue.withArray("/comments").add(body);
            return new Answer(201, object().put("id", "1"));
        }
        if (path.endsWith("/transitions")) {
            issue.put("status", "Done");
            return new Answer(204, object());
        }
        boolean done = issue.get("status").asText().equals("Done");
        ObjectNode shown = object();
        shown.withObject("/fields/status")
                .put("name", issue.get("status").asText())
                .withObject("/statusCategory")
                .put("key", done ? "done" : "new");
        ArrayNode transitions = shown.putArray("transitions");
        if (!done) {
            transitions.addObject().put("id", "31").put("name", "Done");
        }
        return new Answer(200, shown);
    }
}
