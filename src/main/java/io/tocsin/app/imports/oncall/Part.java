package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.imports.Imported;
import io.tocsin.files.MarkedYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A value of an answer at its place, which can say that it is not carried over.
 *
 * @param file the answer
 * @param where the place
 * @param left gets what is not carried over
 */
record Part(MarkedYaml file, JsonPointer where, Set<Imported.Left> left) {

    private static final int LONGEST_DESCRIPTION = 1_000;

    JsonNode json() {
        return file.json().at(where);
    }

    /** A field's text; empty where it is not there, null, or no text or number. */
    String text(String field) {
        JsonNode value = json().path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    int number(String field, int otherwise) {
        return json().path(field).asInt(otherwise);
    }

    boolean has(String field) {
        return json().hasNonNull(field);
    }

    Part at(String field) {
        return new Part(file, where.appendProperty(field), left);
    }

    /** The entries of a list in a field; none where it has none. */
    List<Part> parts(String field) {
        return at(field).parts();
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; json().isArray() && i < json().size(); i++) {
            parts.add(new Part(file, where.appendIndex(i), left));
        }
        return parts;
    }

    /** The texts of a list in a field. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json().path(field).forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** A description as long as one may be; where it is longer, that is said. */
    String shortened(String description, String what) {
        if (description.length() <= LONGEST_DESCRIPTION) {
            return description;
        }
        left(what, "it has " + LONGEST_DESCRIPTION + " letters at most here");
        return description.substring(0, LONGEST_DESCRIPTION);
    }

    /**
     * Says that it is not carried over, or not quite.
     *
     * @param what what stands there, in a few words
     * @param why what becomes of it, and what to do
     */
    void left(String what, String why) {
        left.add(new Imported.Left(file.file(), file.line(where), what, why));
    }
}
