package io.tocsin.app.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.check.TrialSend;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a channel would send, for a person to read: JSON laid out, a mail with its headers and both its parts, a form's fields, text as it is. */
public final class SendText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    // What PagerDuty, Apprise, Pushover and those like them take for a credential within the body.
    private static final Set<String> CREDENTIALS = Set.of("token", "routing_key", "urls");
    private static final String HIDDEN = "***";

    private SendText() {}

    /** The body, without the credentials that some providers take as a field of it. */
    public static String body(TrialSend send) {
        Optional<String> form = send.form().map(SendText::lines);
        if (form.isPresent()) {
            return form.get();
        }
        Object body = send.body();
        if (body instanceof MimeMessage mail) {
            return mail(mail);
        }
        if (body instanceof JsonNode json) {
            return pretty(json);
        }
        String text = body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(body);
        try {
            JsonNode json = JSON.readTree(text);
            return json.isContainerNode() ? pretty(json) : text;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    /**
     * Where it goes beside the receiver's URL, and what Camel's component is told beside the body, in lines; empty for
     * nothing. HTTP's own headers are not shown: credentials are among them.
     */
    public static String head(TrialSend send) {
        String call = (send.method() + " " + send.path()).strip();
        String options = send.headers().entrySet().stream()
                .filter(header -> header.getKey().startsWith("Camel"))
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return (call + "\n" + options).strip();
    }

    private static String lines(ObjectNode form) {
        return form.properties().stream()
                .map(field -> field.getKey() + ": "
                        + (CREDENTIALS.contains(field.getKey())
                                ? HIDDEN
                                : field.getValue().asText()))
                .collect(Collectors.joining("\n"));
    }

    private static String pretty(JsonNode json) {
        JsonNode shown = json.deepCopy();
        if (shown instanceof ObjectNode object) {
            CREDENTIALS.stream().filter(object::hasNonNull).forEach(name -> object.put(name, HIDDEN));
        }
        try {
            return PRETTY.writeValueAsString(shown);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String mail(MimeMessage mail) {
        try {
            StringBuilder text = new StringBuilder();
            for (Header header : Collections.list(mail.getAllHeaders())) {
                text.append(header.getName())
                        .append(": ")
                        .append(decoded(header.getValue()))
                        .append('\n');
            }
            if (mail.getContent() instanceof MimeMultipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    part(parts.getBodyPart(i), text);
                }
            } else {
                text.append('\n').append(mail.getContent()).append('\n');
            }
            return text.toString().stripTrailing();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void part(Part part, StringBuilder text) throws MessagingException, IOException {
        text.append("\n--- ").append(part.getContentType()).append('\n');
        text.append(String.valueOf(part.getContent()).stripTrailing()).append('\n');
    }

    private static String decoded(String value) throws UnsupportedEncodingException {
        return MimeUtility.decodeText(MimeUtility.unfold(value));
    }
}
