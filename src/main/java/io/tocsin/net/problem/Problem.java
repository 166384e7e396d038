package io.tocsin.net.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What went wrong, for the program on the other side: problem details as RFC 9457 writes them.
 *
 * <p>Says what the caller can act on and nothing of our insides: no stack trace, no class name, no path of ours.
 *
 * @param status HTTP status, 400 to 599
 * @param title the same words for every problem of this type
 * @param detail what it was this time; empty if there is nothing to add
 * @param type {@code about:blank} where the status says it all, else a URN
 * @param instance a URN that names this one occurrence in our log, for a 500
 */
public record Problem(int status, String title, String detail, String type, Optional<String> instance) {
    /** The media type of {@link #json()}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String NO_TYPE = "about:blank";

    /** A problem whose status says it all. */
    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, NO_TYPE, Optional.empty());
    }

    /** A problem of a type that callers can tell by its URN, {@code urn:tocsin:problem:<name>}. */
    public static Problem typed(String name, int status, String title, String detail) {
        return new Problem(status, title, detail, "urn:tocsin:problem:" + name, Optional.empty());
    }

    /**
     * A fault of ours, told only by a reference under which the log has the rest.
     *
     * @param reference the incident's name, made by us
     */
    public static Problem internal(String reference) {
        return new Problem(
                500,
                "Internal error",
                "The hub failed to handle this; its log says more under the reference.",
                NO_TYPE,
                Optional.of("urn:uuid:" + reference));
    }

    /** The problem in one line, for senders that know no problem details. */
    public String oneLine() {
        return title
                + (detail.isEmpty() ? "" : ": " + detail)
                + instance.map(name -> " (" + name + ")").orElse("");
    }

    /** The problem as UTF-8 JSON. */
    public byte[] json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", type).put("title", title).put("status", status);
        if (!detail.isEmpty()) {
            node.put("detail", detail);
        }
        instance.ifPresent(name -> node.put("instance", name));
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
