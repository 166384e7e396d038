package io.tocsin.channel.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * What is remembered of an incident's mails to one receiver and address, as the outbox keeps it: {@code {first, root,
 * subject, provider, sent}}.
 */
final class MailThread {
    // A delivery of which some recipients have the mail is rare; an incident with more than these has other troubles.
    private static final int MOST_SENT = 20;

    private final ObjectNode memory;
    private final String key;

    private MailThread(ObjectNode memory, String key) {
        this.memory = memory;
        this.key = key;
    }

    /**
     * The memory as this delivery finds it; its own part is the same in every try.
     *
     * @param earlier what the outbox kept, or anything else for nothing
     * @param key the delivery's idempotency key
     * @param messageId this mail's
     * @param subject this mail's
     */
    static MailThread of(JsonNode earlier, String key, String messageId, String subject) {
        ObjectNode memory =
                earlier instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (!memory.path("first").isTextual()) {
            memory.put("first", key).put("root", messageId).put("subject", subject);
        }
        ObjectNode sent = memory.withObject("/" + Mail.SENT);
        while (sent.size() > MOST_SENT) {
            sent.remove(sent.fieldNames().next());
        }
        return new MailThread(memory, key);
    }

    boolean isFirst() {
        return memory.path("first").asText().equals(key);
    }

    /** The {@code Message-ID} of the incident's first mail: the provider's where it gives one of its own. */
    String root() {
        return memory.path(Mail.PROVIDER_ID).asText(memory.path("root").asText());
    }

    String firstSubject() {
        return memory.path("subject").asText();
    }

    /** Who has this mail from an earlier try, in lower case. */
    Set<String> sent() {
        Set<String> sent = new HashSet<>();
        memory.path(Mail.SENT).path(key).forEach(address -> sent.add(address.asText()));
        return sent;
    }

    ObjectNode memory() {
        return memory;
    }
}
