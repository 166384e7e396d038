package io.tocsin.model.recipient;

import java.util.Collection;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.TreeSet;

/** What a reader reads, as a BCP 47 tag: {@code en}, {@code pt-BR}. */
public final class LanguageTag {

    /** What to do about a language that has no words. */
    public static final String FIX = "use one of them, or add its words to `channels/view.jq`";

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

    /** The language alone: {@code pt} of {@code pt-BR}. */
    public static String language(String tag) {
        return Locale.forLanguageTag(tag).getLanguage();
    }

    /** What would be right in place of a language that has no words. */
    public static String expected(Collection<String> languages) {
        return "one of " + String.join(", ", new TreeSet<>(languages)) + ", with a region if you like";
    }
}
