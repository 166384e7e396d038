package io.tocsin.pipeline.outbox;

import io.tocsin.model.recipient.LanguageTag;
import io.tocsin.model.time.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** Refuses an endpoint's option that is out of range: which one, what was found, what is expected. */
record OptionRules(String endpoint) {

    static final List<String> AUDIENCES = List.of("technical", "business", "customer", "executive");

    /** More a second than any provider takes and than a lane can send. */
    private static final double HIGHEST_RATE = 10_000;

    void require(boolean holds, String words) {
        if (!holds) {
            throw new IllegalArgumentException(endpoint + ": " + words);
        }
    }

    void atLeast(String option, int found, int least) {
        require(found >= least, option + " is " + found + "; expected at least " + least);
    }

    void rate(String option, double found) {
        require(found >= 0 && found <= HIGHEST_RATE, option + " is " + found + "; expected 0 (no limit) to 10000");
    }

    void oneOf(String option, String found, List<String> words) {
        require(words.contains(found), option + " is " + found + "; expected one of " + String.join(", ", words));
    }

    void duration(String option, String found) {
        require(
                Span.read(found).isPresent(),
                option + " is " + found + "; expected a number and one of ms, s, m, h, d, such as 10m");
    }

    void durations(String option, String found) {
        require(
                Stream.of(found.split(",", -1))
                        .allMatch(one -> Span.read(one.strip()).isPresent()),
                option + " is " + found
                        + "; expected numbers, each with one of ms, s, m, h, d, and commas between, such as 5s,30s,2m");
    }

    void language(String option, String found) {
        require(
                LanguageTag.isKnown(found),
                option + " is " + found + "; expected the tag of a language, such as en or pt-BR: en, de, fr and es are"
                        + " translated");
    }

    void timeZone(String option, String found) {
        boolean known = true;
        try {
            ZoneId.of(found);
        } catch (DateTimeException e) {
            known = false;
        }
        require(known, option + " is " + found + "; expected a time zone, such as Europe/Berlin");
    }

    /** A duration that was found right before. */
    static Duration read(String duration) {
        return Span.read(duration).orElseThrow();
    }
}
