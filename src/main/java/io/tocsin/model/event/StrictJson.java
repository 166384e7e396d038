package io.tocsin.model.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * JSON as strictly as {@link PayloadReader} reads it, for protocols that have a form of their own: what one of them refuses,
 * all refuse. Safe for use by many threads.
 */
public final class StrictJson {
    /** Most values of one body. */
    public static final int MOST_VALUES = JsonSlices.MAX_VALUES;

    private final JsonSlices slices = new JsonSlices();
    private final ObjectMapper trees = new ObjectMapper();

    /**
     * The elements of an array, each as the sender wrote it.
     *
     * @param body the bytes as sent
     * @param most how many there may be
     * @throws UnreadableException if it is no strict JSON, no array, or a longer one
     */
    public List<byte[]> elements(byte[] body, int most) throws UnreadableException {
        JsonSlices.Body read = slices.read(body, most);
        if (!read.array()) {
            throw new UnreadableException(Reading.Kind.UNACCEPTABLE, "the body is an object; an array was expected");
        }
        return read.slices().stream().map(JsonSlice::bytes).toList();
    }

    /** One value that was checked before: an element, or a whole body. */
    public JsonNode tree(byte[] checked) {
        try {
            return trees.readTree(checked);
        } catch (IOException e) {
            throw new UncheckedIOException("what is strict JSON is JSON", e);
        }
    }

    /**
     * An object as a tree.
     *
     * @param body the bytes as sent
     * @throws UnreadableException if it is no strict JSON, or no object
     */
    public ObjectNode object(byte[] body) throws UnreadableException {
        requireObject(body);
        return (ObjectNode) tree(body);
    }

    /**
     * The top-level members of an object that are strings, of at most 300 KiB each; without a tree, since anybody may have
     * sent the body.
     *
     * @throws UnreadableException if it is no strict JSON, or no object
     */
    public Map<String, String> texts(byte[] body) throws UnreadableException {
        return requireObject(body);
    }

    private Map<String, String> requireObject(byte[] body) throws UnreadableException {
        JsonSlices.Body read = slices.read(body, 1);
        if (read.array()) {
            throw new UnreadableException(Reading.Kind.UNACCEPTABLE, "the body is an array; an object was expected");
        }
        return read.slices().get(0).texts();
    }
}
