package io.tocsin.model.receiver;

import io.tocsin.model.recipient.LanguageTag;
import io.tocsin.model.time.Span;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The form that a value of an option has.
 *
 * @param expected what fits, in words for who wrote something else
 * @param words the only words that fit; empty where any text of the form does
 * @param isNumber whether it is a number, without a unit
 * @param fits whether a value is one
 */
public record OptionForm(String expected, List<String> words, boolean isNumber, Predicate<String> fits) {

    /** More a second than any provider takes and than a lane can send. */
    private static final double HIGHEST_RATE = 10_000;

    static final OptionForm TEXT = new OptionForm("any text", List.of(), false, any -> true);

    static final OptionForm RATE = new OptionForm("0 to 10000", List.of(), true, OptionForm::isRate);

    static final OptionForm DURATION =
            new OptionForm("a number and one of ms, s, m, h, d, such as 10m", List.of(), false, text -> Span.read(text)
                    .isPresent());

    static final OptionForm DURATIONS = new OptionForm(
            "numbers, each with one of ms, s, m, h, d, and commas between, such as 5s,30s,2m",
            List.of(),
            false,
            text -> Stream.of(text.split(",", -1))
                    .allMatch(one -> Span.read(one.strip()).isPresent()));

    static final OptionForm SECONDS = new OptionForm(
            "a number and one of ms, s, m, h, d, such as 60s; a number alone is seconds",
            List.of(),
            false,
            text -> Span.read(text, ChronoUnit.SECONDS).isPresent());

    static final OptionForm LANGUAGE = new OptionForm(
            "the tag of a language, such as en or pt-BR: en, de, fr and es are translated",
            List.of(),
            false,
            LanguageTag::isKnown);

    static final OptionForm TIME_ZONE =
            new OptionForm("a time zone, such as Europe/Berlin", List.of(), false, OptionForm::isTimeZone);

    public OptionForm {
        words = List.copyOf(words);
    }

    /** A whole number that is not below that. */
    static OptionForm atLeast(int least) {
        return new OptionForm("a whole number, at least " + least, List.of(), true, text -> isCount(text, least));
    }

    static OptionForm oneOf(List<String> words) {
        return new OptionForm("one of " + String.join(", ", words), words, false, words::contains);
    }

    private static boolean isCount(String text, int least) {
        try {
            return Integer.parseInt(text) >= least;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isRate(String text) {
        try {
            double rate = Double.parseDouble(text);
            return rate >= 0 && rate <= HIGHEST_RATE;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isTimeZone(String text) {
        try {
            ZoneId.of(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
