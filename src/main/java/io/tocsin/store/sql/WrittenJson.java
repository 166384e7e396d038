package io.tocsin.store.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** An object that is in its final form and is written more than once: its text is made once, by whoever makes it. */
public final class WrittenJson extends ObjectNode {

    private static final long serialVersionUID = 1L;

    private final String text;

    private WrittenJson(ObjectNode object) {
        super(JsonNodeFactory.instance);
        setAll(object);
        text = object.toString();
    }

    /** The same object with its text; nobody changes it from here on. */
    public static WrittenJson of(ObjectNode object) {
        return object instanceof WrittenJson written ? written : new WrittenJson(object);
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeRawValue(text);
    }
}
