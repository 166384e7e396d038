package io.tocsin.source.sns;

import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * What SNS posts, as far as it is signed: what isn't, such as MessageAttributes and UnsubscribeURL, is never looked at.
 *
 * <p>Every field but the message itself has a shape without line breaks. The text that SNS signs puts a line break between
 * fields, so without those shapes one signature could be read as that of two messages.
 *
 * @param signed the bytes that SNS has signed
 */
record SnsMessage(
        Type type,
        String id,
        SnsTopic topic,
        Instant sentAt,
        Optional<String> token,
        Optional<String> subscribeUrl,
        String signatureVersion,
        String signature,
        String certificateUrl,
        byte[] signed) {

    /** What it is for. */
    enum Type {
        /** Something was published. */
        NOTIFICATION("Notification"),
        /** Somebody wants this endpoint to be sent a topic's messages. */
        SUBSCRIPTION("SubscriptionConfirmation"),
        /** Somebody has ended a subscription. */
        UNSUBSCRIPTION("UnsubscribeConfirmation");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** Whoever reads the message after us must not find another value under the same name. */
    private static final StrictJson JSON = new StrictJson();

    private static final Map<String, String> SHAPES = Map.of(
            "MessageId", "[0-9a-fA-F-]{36}",
            "Timestamp", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z",
            "Subject", "[^\\r\\n]{0,1000}",
            "Token", "[0-9A-Za-z]{1,1024}",
            "SubscribeURL", "[!-~]{1,4096}",
            "SignatureVersion", "[12]",
            "Signature", "[A-Za-z0-9+/=]{1,2048}",
            "SigningCertURL", "[!-~]{1,512}");

    /**
     * Reads a request's body.
     *
     * @throws IOException where it is no message of SNS; the message quotes nothing of it
     */
    static SnsMessage read(byte[] body) throws IOException {
        Map<String, String> json = parse(body);
        Type type = type(text(json, "Type"));
        boolean notification = type == Type.NOTIFICATION;
        SnsTopic topic = SnsTopic.of(text(json, "TopicArn")).orElseThrow(() -> new IOException("TopicArn is no ARN"));
        Optional<String> subject =
                notification && json.containsKey("Subject") ? Optional.of(shaped(json, "Subject")) : Optional.empty();
        Optional<String> token = notification ? Optional.empty() : Optional.of(shaped(json, "Token"));
        Optional<String> url = notification ? Optional.empty() : Optional.of(shaped(json, "SubscribeURL"));
        String id = shaped(json, "MessageId");
        String timestamp = shaped(json, "Timestamp");

        StringBuilder signed = new StringBuilder();
        line(signed, "Message", Optional.of(text(json, "Message")));
        line(signed, "MessageId", Optional.of(id));
        line(signed, "Subject", subject);
        line(signed, "SubscribeURL", url);
        line(signed, "Timestamp", Optional.of(timestamp));
        line(signed, "Token", token);
        line(signed, "TopicArn", Optional.of(topic.arn()));
        line(signed, "Type", Optional.of(type.word));
        return new SnsMessage(
                type,
                id,
                topic,
                instant(timestamp),
                token,
                url,
                shaped(json, "SignatureVersion"),
                shaped(json, "Signature"),
                shaped(json, "SigningCertURL"),
                utf8(signed));
    }

    private static Map<String, String> parse(byte[] body) throws IOException {
        try {
            return JSON.texts(body);
        } catch (UnreadableException e) {
            throw new IOException(e.refusal().detail());
        }
    }

    private static Type type(String word) throws IOException {
        for (Type type : Type.values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new IOException("Type is none of SNS's");
    }

    private static String text(Map<String, String> json, String field) throws IOException {
        String value = json.get(field);
        if (value == null) {
            throw new IOException(field + " is missing, or no text");
        }
        return value;
    }

    private static String shaped(Map<String, String> json, String field) throws IOException {
        String value = text(json, field);
        if (!value.matches(SHAPES.get(field))) {
            throw new IOException(field + " looks as SNS never writes it");
        }
        return value;
    }

    private static Instant instant(String timestamp) throws IOException {
        try {
            return Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            throw new IOException("Timestamp is no time");
        }
    }

    private static void line(StringBuilder signed, String name, Optional<String> value) {
        value.ifPresent(text -> signed.append(name).append('\n').append(text).append('\n'));
    }

    /** Strictly: half a surrogate pair would be signed as a question mark. */
    private static byte[] utf8(CharSequence text) throws IOException {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new IOException("the message is no Unicode text");
        }
    }
}
