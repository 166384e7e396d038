package io.tocsin.model.delivery;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a receiver wants done after a try that nobody answered: the provider may have the message, or not. */
public enum AfterUnknown {
    /** Try again, under the same idempotency key. */
    RETRY,
    /** Try once more, then give up: one duplicate is the most that a reader gets. */
    RETRY_ONCE,
    /** Try again; the channel's route asks the provider first whether it has the message. */
    RECONCILE,
    /** Give up at once and leave it to a person: a duplicate is worse than a delay. */
    PARK;

    /** The word used in receiver files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Stream.of(values()).map(AfterUnknown::word).toList();
    }

    /** @throws IllegalArgumentException for a word that is none of {@link #words()} */
    public static AfterUnknown ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
