package io.tocsin.model.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a body as strict JSON and cuts it into its events, without building a tree and without rewriting a byte.
 *
 * <p>Stricter than RFC 8259 where parsers disagree and an attacker could hide something in the difference: no byte order
 * mark, no duplicate member names, at most {@value #MAX_DEPTH} levels, numbers of at most {@value #MAX_NUMBER_LENGTH}
 * characters whose value fits a double. And at most {@value #MAX_VALUES} values, because a tree of them costs many times
 * their bytes.
 */
final class JsonSlices {
    /** Levels of nesting; the same as security.md's. */
    static final int MAX_DEPTH = 64;

    /** Characters of one number. */
    static final int MAX_NUMBER_LENGTH = 100;

    /** Values of one body: what fills 4 MiB with alerts as senders write them has fewer. */
    static final int MAX_VALUES = 300_000;

    /** Longest top-level string kept: an SNS or SQS message is at most 256 KiB, and SNS wraps one as a string. */
    private static final int MAX_TEXT = 300 * 1024;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /**
     * What a body holds.
     *
     * @param slices the object, or the elements of the array
     * @param array whether the body is an array
     */
    record Body(List<JsonSlice> slices, boolean array) {}

    /** Reads one JSON object, or one array of anything. */
    Body read(byte[] bytes, int maxEvents) throws UnreadableException {
        return parse(bytes, (parser, first) -> switch (first) {
            case START_OBJECT -> new Body(List.of(slice(parser, bytes, new Count())), false);
            case START_ARRAY -> new Body(elements(parser, bytes, maxEvents), true);
            default ->
                throw new UnreadableException(
                        Reading.Kind.UNACCEPTABLE,
                        "the body is a single JSON value; an object or an array was expected");
        });
    }

    /** Checks one JSON value of any kind. */
    JsonSlice readAny(byte[] bytes) throws UnreadableException {
        return parse(bytes, (parser, first) -> slice(parser, bytes, new Count()));
    }

    private <T> T parse(byte[] bytes, Reader<T> reader) throws UnreadableException {
        requireUtf8(bytes);
        try (JsonParser parser = json.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed("the body is empty; a JSON object or array was expected");
            }
            T value = reader.read(parser, first);
            if (parser.nextToken() != null) {
                throw malformed("a second JSON value follows the first, at " + place(parser));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(
                    Reading.Kind.UNACCEPTABLE,
                    "nested deeper than " + MAX_DEPTH + " levels, or a number or name is too long" + JsonPlace.of(e));
        } catch (JsonProcessingException e) {
            throw JsonPlace.unreadable(e);
        } catch (IOException e) {
            throw malformed("not well-formed JSON");
        }
    }

    /** What to do with a parser that stands on the first token. */
    private interface Reader<T> {
        T read(JsonParser parser, JsonToken first) throws IOException, UnreadableException;
    }

    private List<JsonSlice> elements(JsonParser parser, byte[] bytes, int maxEvents)
            throws IOException, UnreadableException {
        List<JsonSlice> slices = new ArrayList<>();
        Count values = new Count();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (slices.size() == maxEvents) {
                throw new UnreadableException(
                        Reading.Kind.UNACCEPTABLE,
                        "more than " + maxEvents + " elements in one array; send them in parts");
            }
            slices.add(slice(parser, bytes, values));
        }
        return slices;
    }

    /** The values of one body so far. */
    private static final class Count {
        private int values;

        void add(JsonParser parser) throws UnreadableException {
            if (++values > MAX_VALUES) {
                throw new UnreadableException(
                        Reading.Kind.UNACCEPTABLE,
                        "more than " + MAX_VALUES + " JSON values in one body, at " + place(parser));
            }
        }
    }

    private JsonSlice slice(JsonParser parser, byte[] bytes, Count values) throws IOException, UnreadableException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        Map<String, String> texts = new HashMap<>();
        walk(parser, texts, values);
        int to = (int) parser.currentLocation().getByteOffset();
        byte[] own = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
        return new JsonSlice(own, texts);
    }

    private static void walk(JsonParser parser, Map<String, String> texts, Count values)
            throws IOException, UnreadableException {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token == null) {
                throw malformed("the body ends before its JSON does");
            }
            if (!token.isStructEnd() && token != JsonToken.FIELD_NAME) {
                values.add(parser);
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                requireOrdinary(parser);
            } else if (token == JsonToken.VALUE_STRING) {
                // Finishing every string here is what finds a bad escape in the sender's body and not in a mapping.
                int length = parser.getTextLength();
                if (object && depth == 1 && length <= MAX_TEXT) {
                    texts.put(parser.currentName(), parser.getText());
                }
            }
            if (depth > 0) {
                parser.nextToken();
            }
        } while (depth > 0);
        // A scalar's end is known only once it has been read to its end.
        parser.finishToken();
    }

    private static void requireOrdinary(JsonParser parser) throws IOException, UnreadableException {
        if (!Double.isFinite(Double.parseDouble(parser.getText()))) {
            throw new UnreadableException(
                    Reading.Kind.UNACCEPTABLE, "a number too large for a double, at " + place(parser));
        }
    }

    private static void requireUtf8(byte[] bytes) throws UnreadableException {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw malformed("the body begins with a byte order mark; JSON is sent without one (RFC 8259, 8.1)");
        }
        // A NUL is never JSON; without this the parser would guess UTF-16 or UTF-32.
        if (bytes.length >= 2 && (bytes[0] == 0 || bytes[1] == 0)) {
            throw malformed("the body is not UTF-8 text");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw malformed("the body is not valid UTF-8");
        }
    }

    private static String place(JsonParser parser) {
        return JsonPlace.words(parser.currentTokenLocation());
    }

    private static UnreadableException malformed(String detail) {
        return new UnreadableException(Reading.Kind.MALFORMED, detail);
    }
}
