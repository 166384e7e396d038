package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What a message says, in one line. */
final class Headline {

    private Headline() {}

    /** Of a Slack message as a person sees it. */
    static String ofSlack(JsonNode message) {
        return message.path("text")
                .asText()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    /** Of the JSON that a webhook gets. */
    static String ofWebhook(JsonNode message) {
        JsonNode incident = message.path("incident");
        String word = incident.path("status").asText().equals("resolved")
                ? "resolved"
                : incident.path("severity").asText();
        return "[" + word.toUpperCase(Locale.ROOT) + "] "
                + incident.path("title").asText();
    }
}
