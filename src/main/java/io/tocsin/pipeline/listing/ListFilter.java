package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Which entries of a list: those that fit everything that is said.
 *
 * @param equal what must be equal, by what it is
 * @param text a part of the title, in any case; empty for any
 * @param since those of then or later
 */
public record ListFilter(Map<Field, String> equal, String text, Instant since) {

    /** What a filter can ask to be equal; the word in lower case is its name in a query and in the entries of a list. */
    public enum Field {
        SOURCE,
        STATE,
        SEVERITY,
        RECEIVER,
        RULE;

        /** The name in a query. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ListFilter {
        Map<Field, String> copy = new EnumMap<>(Field.class);
        copy.putAll(equal);
        equal = copy;
    }

    /** What is asked of this field; empty for any. */
    public Optional<String> asked(Field field) {
        return Optional.ofNullable(equal.get(field));
    }

    /** Whether any value is asked for, or this one. */
    boolean takes(Field field, String value) {
        return asked(field).map(value::equals).orElse(true);
    }

    /** Whether any value is asked for, or one of these. */
    boolean takesAny(Field field, JsonNode values) {
        return asked(field)
                .map(value -> StreamSupport.stream(values.spliterator(), false)
                        .anyMatch(one -> one.asText().equals(value)))
                .orElse(true);
    }

    /** Whether a title has the text in it. */
    boolean takesTitle(String title) {
        return text.isEmpty() || title.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether an alert came from the source asked for: the hub's own name of it, or what the payload calls its sender. */
    boolean takesSource(JsonNode alert) {
        return takes(Field.SOURCE, alert.path("origin").asText())
                || takes(Field.SOURCE, alert.path("source").asText());
    }
}
