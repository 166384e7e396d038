package io.tocsin.model.event;

import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * CloudEvents 1.0 in the one form that mappings see: structured JSON. Binary ones are rewritten into it; structured ones
 * are checked and left as they are.
 */
final class CloudEvents {
    private final JsonFormat format = new JsonFormat();

    /** Whether these headers make the request a CloudEvent in binary form. */
    static boolean isBinary(Map<String, String> headers) {
        return headers.containsKey("ce-specversion");
    }

    /** Refuses what the CloudEvents specification does not allow. */
    void check(byte[] structured) throws UnreadableException {
        try {
            format.deserialize(structured);
        } catch (RuntimeException e) {
            throw new UnreadableException(
                    Reading.Kind.UNACCEPTABLE,
                    "not a CloudEvent: specversion 1.0, id, source and type are required, each well-formed");
        }
    }

    /** Headers and data as one structured event. */
    byte[] structured(Map<String, String> headers, String contentType, byte[] data) throws UnreadableException {
        try {
            CloudEventBuilder event =
                    CloudEventBuilder.fromSpecVersion(SpecVersion.parse(headers.get("ce-specversion")));
            for (Map.Entry<String, String> header : headers.entrySet()) {
                String name = header.getKey().substring("ce-".length());
                if (!name.equals("specversion")) {
                    event.withContextAttribute(name, decode(header.getValue()));
                }
            }
            if (!contentType.isBlank()) {
                event.withDataContentType(contentType);
            }
            return format.serialize((data.length == 0 ? event : event.withData(data)).build());
        } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
            throw new UnreadableException(
                    Reading.Kind.UNACCEPTABLE,
                    "not a CloudEvent: the headers ce-specversion, ce-id, ce-source and ce-type are required, each"
                            + " well-formed");
        }
    }

    /** Percent-decodes a header value; HTTP protocol binding 3.1.3.2. Unlike a form, a plus sign is a plus sign. */
    private static String decode(String value) throws UnreadableException {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] raw = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                decoded.put(raw[i]);
            } else {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
                if (low < 0) {
                    throw badPercent();
                }
                decoded.put((byte) (high << 4 | low));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw badPercent();
        }
    }

    private static UnreadableException badPercent() {
        return new UnreadableException(Reading.Kind.MALFORMED, "a ce- header is not percent-encoded UTF-8");
    }
}
