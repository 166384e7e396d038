package io.tocsin.model.recipient;

import java.util.IllformedLocaleException;
import java.util.Locale;

/** What a reader reads, as a BCP 47 tag: {@code en}, {@code pt-BR}. */
public final class LanguageTag {

    private LanguageTag() {}

    /** Whether it is well formed and begins with a language that has a name (ISO 639, as Java's CLDR knows it). */
    public static boolean isKnown(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            String code = locale.getLanguage();
            return !code.isEmpty() && !locale.getDisplayLanguage(Locale.ENGLISH).equals(code);
        } catch (IllformedLocaleException e) {
            return false;
        }
    }
}
