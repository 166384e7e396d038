package io.tocsin.model.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a field's name: {@code jobName}, {@code job-name}, {@code JOB_NAME} and {@code Job Name} are job, name. */
final class FieldName {
    private static final int MOST = 100;

    private FieldName() {}

    /** In lower case; empty for a name without a letter or digit, or one that is too long to be a name. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        if (name.length() > MOST) {
            return words;
        }
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean end = i == name.length() || !Character.isLetterOrDigit(name.charAt(i));
            if (end || i > from && begins(name, i)) {
                if (i > from) {
                    words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
                }
                from = end ? i + 1 : i;
            }
        }
        return words;
    }

    /** A capital begins a word after a small letter or digit, or as the last of several: {@code DB|Instance}. */
    private static boolean begins(String name, int i) {
        if (!Character.isUpperCase(name.charAt(i))) {
            return false;
        }
        return !Character.isUpperCase(name.charAt(i - 1))
                || i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
    }
}
