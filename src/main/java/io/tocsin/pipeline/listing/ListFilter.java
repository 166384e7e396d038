package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.Scope;
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
 * @param title what the title begins with, in any case; empty for any
 * @param labels what labels of an alert have to be; empty for anything
 * @param since those of then or later
 * @param until those of before
 */
public record ListFilter(
        Map<Field, String> equal, String text, String title, Optional<Scope> labels, Instant since, Instant until) {

    /** The far end of time, as far as the store can say it. */
    public static final Instant ALWAYS = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** What a filter can ask to be equal. */
    public enum Field {
        SOURCE("source"),
        STATE("state"),
        SEVERITY("severity"),
        RECEIVER("receiver"),
        RULE("rule"),
        /** What its sender calls an event. */
        EXTERNAL_ID("externalId"),
        INCIDENT("incident"),
        FAILURE_CLASS("failureClass");

        private final String word;

        Field(String word) {
            this.word = word;
        }

        /** The name in a query. */
        public String word() {
            return word;
        }
    }

    /** One that asks for no end, no label and no beginning of a title. */
    public ListFilter(Map<Field, String> equal, String text, Instant since) {
        this(equal, text, "", Optional.empty(), since, ALWAYS);
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

    /** Whether a title has the text in it, and begins as is asked. */
    boolean takesTitle(String of) {
        return (text.isEmpty() || of.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                && of.regionMatches(true, 0, title, 0, title.length());
    }

    /** Whether anything is asked of the title. */
    boolean asksForTitle() {
        return !text.isEmpty() || !title.isEmpty();
    }

    /** Whether the labels of a stored alert are as is asked. */
    boolean takesLabels(JsonNode alert) {
        return labels.map(scope -> scope.fits(alert)).orElse(true);
    }

    /** Whether it is of the time that is asked for. */
    boolean takes(Instant time) {
        return !time.isBefore(since) && time.isBefore(until);
    }

    /** Whether an alert came from the source asked for: the hub's own name of it, or what the payload calls its sender. */
    boolean takesSource(JsonNode alert) {
        return takes(Field.SOURCE, alert.path("origin").asText())
                || takes(Field.SOURCE, alert.path("source").asText());
    }
}
