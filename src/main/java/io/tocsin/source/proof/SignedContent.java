package io.tocsin.source.proof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bytes that a sender signs, as a text with placeholders: {@code {body}}, {@code {timestamp}:{body}},
 * {@code {id}.{timestamp}.{body}}.
 */
final class SignedContent {
    private static final String BODY = "{body}";
    private static final String TIMESTAMP = "{timestamp}";
    private static final String ID = "{id}";
    private static final Pattern AROUND_PLACEHOLDERS = Pattern.compile("(?<=})|(?=\\{)");

    private final String text;
    private final List<String> parts;

    private SignedContent(String text, List<String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException where the body isn't in it exactly once, or something unknown is */
    static SignedContent read(String text) {
        List<String> parts = AROUND_PLACEHOLDERS
                .splitAsStream(text.strip())
                .filter(part -> !part.isEmpty())
                .toList();
        Settings.require(
                parts.stream().filter(BODY::equals).count() == 1,
                "signed is " + text
                        + "; expected {body} in it, once: a signature that leaves the body out proves nothing");
        for (String part : parts) {
            Settings.require(
                    !part.startsWith("{") || List.of(BODY, TIMESTAMP, ID).contains(part),
                    "signed has " + part + "; expected only {body}, {timestamp} and {id}");
        }
        return new SignedContent(text.strip(), parts);
    }

    boolean hasTimestamp() {
        return parts.contains(TIMESTAMP);
    }

    boolean hasId() {
        return parts.contains(ID);
    }

    /** What the sender should have signed. */
    byte[] bytes(byte[] body, String timestamp, String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 128);
        for (String part : parts) {
            bytes.writeBytes(
                    switch (part) {
                        case BODY -> body;
                        case TIMESTAMP -> timestamp.getBytes(StandardCharsets.UTF_8);
                        case ID -> id.getBytes(StandardCharsets.UTF_8);
                        default -> part.getBytes(StandardCharsets.UTF_8);
                    });
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
