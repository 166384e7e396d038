package io.tocsin.model.alert;

import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The identity of a trouble whose sender gives none. */
final class Fingerprint {
    /** The longest fingerprint, in UTF-16 units. */
    static final int MAX = 255;

    private static final int HEX_DIGITS = 32;

    private Fingerprint() {}

    /** From what the alert is about: never from times, values or counters. */
    static String of(String source, Map<String, String> subject) {
        StringBuilder identity = new StringBuilder();
        append(identity, source);
        new TreeMap<>(subject).forEach((name, value) -> {
            append(identity, name);
            append(identity, value);
        });
        return hash(identity.toString());
    }

    /** Where a mapping does not say what the alert is about: its title, as far as it stays the same, and its labels. */
    static String of(String source, String title, Map<String, String> labels) {
        Map<String, String> subject = new TreeMap<>();
        labels.forEach((name, value) -> {
            if (SubjectFields.counts(name)) {
                subject.put("label " + name, value);
            }
        });
        subject.put("text", StableText.of(title));
        return of(source, subject);
    }

    /** The sender's own, made to fit: a longer one keeps its beginning and ends in a hash of the whole. */
    static String fitting(String own) {
        String line = Text.line(own, Integer.MAX_VALUE - 8);
        return line.length() <= MAX ? line : Text.cut(line, MAX - HEX_DIGITS) + hash(line);
    }

    /** The length before each part keeps {@code ab + c} and {@code a + bc} apart. */
    private static void append(StringBuilder identity, String part) {
        identity.append(part.length()).append(':').append(part);
    }

    private static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, HEX_DIGITS);
    }
}
