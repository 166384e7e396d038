package io.tocsin.source.proof;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The active secrets of one source: one, or several while one replaces another. They are written with commas or white
 * space between, so none can have either inside.
 */
final class Secrets {
    /** Fewer can be guessed. */
    private static final int SHORTEST = 8;

    private static final Set<String> PLACEHOLDERS = Set.of(
            "changeme",
            "changeit",
            "example",
            "placeholder",
            "password",
            "secret",
            "token",
            "todo",
            "yourkey",
            "yourpassword",
            "yoursecret",
            "yourtoken",
            "mysecret",
            "replaceme",
            "insecure",
            "password1",
            "12345678");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = List.copyOf(values);
    }

    /** No secret yet: what is true of it is true of nothing. */
    static Secrets none() {
        return new Secrets(List.of());
    }

    /** Secrets as they are, whatever characters they have. */
    static Secrets of(String... values) {
        return new Secrets(List.of(values));
    }

    /**
     * Reads a list.
     *
     * @param setting its name, for the message
     * @throws IllegalArgumentException where there is none, or one is a placeholder or too short; shows no secret
     */
    static Secrets read(String setting, String list) {
        List<String> values = Stream.of(list.split("[,\\s]+"))
                .filter(value -> !value.isEmpty())
                .toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException(setting + " is empty; expected at least one secret");
        }
        for (int i = 0; i < values.size(); i++) {
            check(setting + (values.size() == 1 ? "" : " (number " + (i + 1) + ")"), values.get(i));
        }
        return new Secrets(values);
    }

    private static void check(String setting, String value) {
        if (isPlaceholder(value)) {
            throw new IllegalArgumentException(setting + " is a placeholder; expected a secret of your own");
        }
        if (value.length() < SHORTEST) {
            throw new IllegalArgumentException(setting + " has " + value.length() + " characters; expected at least "
                    + SHORTEST + ", made at random");
        }
    }

    private static boolean isPlaceholder(String value) {
        String letters =
                value.toLowerCase(Locale.ROOT).replaceFirst("^wh(sec|pk)_", "").replaceAll("[-_. ]", "");
        return PLACEHOLDERS.contains(letters)
                || letters.chars().distinct().count() == 1
                || value.matches("<.*>|\\$\\{.*|\\{\\{.*|\\[.*]");
    }

    /** What a proof keeps of each secret. */
    <T> List<T> each(Function<String, T> kept) {
        return values.stream().map(kept).toList();
    }

    @Override
    public String toString() {
        return values.size() + (values.size() == 1 ? " secret" : " secrets");
    }
}
