package io.tocsin.source.phone;

import io.tocsin.source.protocol.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What Twilio is told to do: https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml. */
final class Twiml {

    private Twiml() {}

    /** Nothing. */
    static Answer nothing() {
        return answer("");
    }

    /** Says something, and ends the call. */
    static Answer say(String words) {
        return answer(spoken(words));
    }

    /** Says something and waits for a key, which comes to the same URL. */
    static Answer ask(String words) {
        return answer("<Gather numDigits=\"1\" timeout=\"8\" method=\"POST\">" + spoken(words) + "</Gather>");
    }

    /** Sends a message back to whoever sent one. */
    static Answer message(String words) {
        return answer("<Message>" + xml(words) + "</Message>");
    }

    private static String spoken(String words) {
        return "<Say language=\"en-US\">" + xml(words) + "</Say>";
    }

    private static Answer answer(String verbs) {
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
        return new Answer(200, "text/xml", document.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** As text of an element: titles are a sender's, and some signs XML has no place for. */
    private static String xml(String words) {
        return words.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\ufffe\\uffff]+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
