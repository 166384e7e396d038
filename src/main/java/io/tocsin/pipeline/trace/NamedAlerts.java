package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which alerts the message of a group names: an alert that was held back while others of its group were sent was notified to nobody. In a
 * few characters an alert, so that it can be kept when the message is gone.
 */
final class NamedAlerts {

    /** What tells one alert of a group from another, as a hash of so many characters. */
    private static final int LONG = 12;

    /** What a message says of an alert. */
    enum Naming {
        /** It names it. */
        NAMED,
        /** It names the worst of its group and counts the others, this one perhaps among them. */
        COUNTED,
        /** It is of others of its group. */
        OTHERS;

        /** As it stands in answers. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private NamedAlerts() {}

    /** What tells the alert from others: the identity within which its fingerprint is unique, and that. */
    static String key(String identity, String fingerprint) {
        return Sha256.hex((identity + "\n" + fingerprint).getBytes(StandardCharsets.UTF_8))
                .substring(0, LONG);
    }

    /** What is kept of a message; empty where it is of an alert that stands alone, which it names. */
    static Optional<ObjectNode> of(String notice, JsonNode message) {
        JsonNode incident = message.path("incident");
        if (!incident.path("grouping").isTextual()) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        message.path("alerts")
                .forEach(alert -> keys.add(key(
                        alert.path("identity").asText(),
                        alert.path("fingerprint").asText())));
        long all = incident.at("/counts/firing").asLong()
                + incident.at("/counts/resolved").asLong();
        return Optional.of(JsonNodeFactory.instance
                .objectNode()
                .put("notice", notice)
                .put("alerts", String.join(" ", keys))
                .put("more", Math.max(0, all - keys.size())));
    }

    /** What a message of which that is kept says of an alert. */
    static Naming naming(JsonNode kept, String key) {
        if (List.of(kept.path("alerts").asText().split(" ")).contains(key)) {
            return Naming.NAMED;
        }
        return kept.path("more").asLong() > 0 ? Naming.COUNTED : Naming.OTHERS;
    }
}
