package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.notice.NoticeKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One message in place of several: it names each incident, and of each what its notice said. */
final class Digest {

    /** The most incidents of one digest: more than a reader takes in, and what a card or a mail has room for. */
    static final int MOST = 50;

    /** Why several notices are told in one message. */
    enum Reason {
        /** More of them waited for their destination than a reader wants one by one. */
        WAITING,
        /** They came together at the end of quiet hours. */
        QUIET_HOURS;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Digest() {}

    /**
     * The message.
     *
     * @param noticeId the digest's own id, which stands for its incident's, too: it is of no single one
     * @param reason why it is a digest
     * @param messages of the notices that it tells, in the order in which they would have gone
     * @param now when it was made
     */
    static ObjectNode message(String noticeId, Reason reason, List<ObjectNode> messages, Instant now) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject("notice")
                .put("id", noticeId)
                .put("kind", NoticeKind.DIGEST.word())
                .put("round", 1)
                .put("createdAt", now.toString())
                .set("rules", array(rules(messages)));
        boolean open = messages.stream().anyMatch(one -> !text(one, "status").equals("resolved"));
        message.putObject("incident")
                .put("id", noticeId)
                .put("version", 1)
                .put("status", open ? "open" : "resolved")
                .put("severity", worst(messages).word())
                .put("title", messages.size() == 1 ? "1 incident" : messages.size() + " incidents")
                .put(
                        "openedAt",
                        messages.stream()
                                .map(one -> text(one, "openedAt"))
                                .min(String::compareTo) // ISO-8601 in UTC
                                .orElse(now.toString()))
                .putNull("resolvedAt");
        message.putArray("alerts");
        message.set("hub", messages.get(0).path("hub"));
        ArrayNode incidents =
                message.putObject("digest").put("reason", reason.word()).putArray("incidents");
        messages.forEach(one -> entry(one, incidents.addObject()));
        return message;
    }

    private static void entry(ObjectNode message, ObjectNode entry) {
        for (String field : List.of("id", "status", "severity", "title")) {
            entry.put(field, text(message, field));
        }
        entry.set("rules", message.at("/notice/rules"));
        entry.put("kind", message.at("/notice/kind").asText())
                .put("at", message.at("/notice/createdAt").asText());
    }

    /** The highest severity among them. */
    static Severity worst(List<ObjectNode> messages) {
        return messages.stream()
                .map(Digest::severity)
                .min(Comparator.naturalOrder())
                .orElse(Severity.INFO);
    }

    static Severity severity(ObjectNode message) {
        return Severity.ofWord(text(message, "severity")).orElse(Severity.INFO);
    }

    /** The rules that they come of, each once. */
    static List<String> rules(List<ObjectNode> messages) {
        Set<String> rules = new LinkedHashSet<>();
        messages.forEach(one -> one.at("/notice/rules").forEach(rule -> rules.add(rule.asText())));
        return List.copyOf(rules);
    }

    private static ArrayNode array(List<String> words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        words.forEach(array::add);
        return array;
    }

    private static String text(ObjectNode message, String field) {
        return message.path("incident").path(field).asText("");
    }
}
