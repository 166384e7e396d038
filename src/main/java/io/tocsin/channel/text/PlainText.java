package io.tocsin.channel.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes a message fit for a reader's eyes before a template lays it out: no control characters, no marks that turn the
 * reading direction of what follows, and no link that is anything but http or https. Senders write what they like, and what
 * they write ends up in mail clients and chat windows.
 */
public final class PlainText implements Processor {
    /** The longest text of one field that a reader gets, in code points. */
    public static final int LENGTH = 16_384;

    // All controls but tab and line feed; the bidirectional overrides and isolates (Unicode UAX 9).
    private static final Pattern UNREADABLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\t\\n]]");

    @Override
    public void process(Exchange exchange) throws Exception {
        exchange.getMessage().setBody(clean(exchange.getMessage().getMandatoryBody(JsonNode.class)));
    }

    private static JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), clean(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> {
                if (!element.has("href") || isWebLink(element.get("href").asText())) {
                    copy.add(clean(element));
                }
            });
            return copy;
        }
        return node.isTextual() ? JsonNodeFactory.instance.textNode(clean(node.textValue())) : node;
    }

    /** Nearly all text has nothing of it, and is told apart letter by letter: the pattern costs ten times as much. */
    private static boolean isReadable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean control = letter < ' ' && letter != '\n' && letter != '\t' || letter >= 0x7f && letter < 0xa0;
            if (control || letter >= 0x2028 && letter <= 0x2069) { // more than the pattern has, which then decides
                return false;
            }
        }
        return true;
    }

    private static String clean(String text) {
        if (isReadable(text)) {
            return Cut.to(LENGTH, text);
        }
        String unix = text.replace("\r\n", "\n").replace('\r', '\n');
        return Cut.to(LENGTH, UNREADABLE.matcher(unix).replaceAll(""));
    }

    /** Whether it is a link that a reader may follow: http or https, with a host, and without a user's name before it. */
    public static boolean isWebLink(String href) {
        try {
            URI uri = new URI(href);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
