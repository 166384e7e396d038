package io.tocsin.model.recipient;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person wants to read about an incident; messages differ by it. */
public enum Audience {
    /** Everything: labels, links, values. */
    TECHNICAL,
    /** The impact, and what is done about it. */
    BUSINESS,
    /** As business, for somebody outside. */
    CUSTOMER,
    /** Two sentences. */
    EXECUTIVE;

    /** The word used in files and messages: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The audience of exactly this word, or empty. */
    public static Optional<Audience> ofWord(String word) {
        return Arrays.stream(values())
                .filter(audience -> audience.word().equals(word))
                .findFirst();
    }
}
