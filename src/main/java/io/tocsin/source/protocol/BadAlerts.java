package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The alerts of one request that can't be any: all are counted, the first ones are told and kept. */
final class BadAlerts {
    private static final int MOST_TOLD = 5;
    private static final int MOST_OF_A_REASON = 200;
    private static final int MOST_KEPT = 100;

    private final List<String> reasons = new ArrayList<>();
    private final ArrayNode posted = JsonNodeFactory.instance.arrayNode();
    private int count;

    void add(int index, String reason, JsonNode alert) {
        count++;
        if (reasons.size() < MOST_TOLD) {
            reasons.add("alert " + index + " of the request: " + brief(reason));
        }
        if (posted.size() < MOST_KEPT) {
            posted.add(alert);
        }
    }

    /** A reason may quote a name of the sender's, and that may be a megabyte. */
    private static String brief(String reason) {
        return reason.length() <= MOST_OF_A_REASON ? reason : reason.substring(0, MOST_OF_A_REASON) + "...";
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    /** One line. @param all how many alerts the request has */
    String summary(int all) {
        String told = String.join("; ", reasons);
        return (count == 1 && all > 1 ? "" : count + " of " + all + " refused; ")
                + told
                + (count > reasons.size() ? "; and " + (count - reasons.size()) + " more" : "");
    }

    /** What is stored of them, for one dead letter; empty where there is none. */
    Optional<ObjectNode> entry(int all) {
        if (isEmpty()) {
            return Optional.empty();
        }
        ObjectNode entry = posted.objectNode().put("refused", summary(all));
        entry.set("posted", posted);
        return Optional.of(entry);
    }
}
