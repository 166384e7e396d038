package io.tocsin.model.recipient;

import java.util.regex.Pattern;

/**
 * The people, teams and carriers of files in which something may be wrong.
 *
 * @param recipients those that are known, each with what is right of it
 * @param unread the text of files that are no YAML: what stands there may be known
 * @param isCertain whether of each is known who is meant by what and has which kinds of address
 */
public record KnownPeople(Recipients recipients, String unread, boolean isCertain) {

    /** What a file that is no text has, nobody knows: anything. */
    private static final String ANYTHING = "\0";

    /** The same, where one more file is there and is no text. */
    public KnownPeople andAnything() {
        return new KnownPeople(recipients, ANYTHING, false);
    }

    /** Whether all files could be read. */
    public boolean isRead() {
        return unread.isEmpty();
    }

    /** Whether this word stands in a file that can't be read, or may. */
    public boolean mayHave(String name) {
        return unread.equals(ANYTHING)
                || Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                        .matcher(unread)
                        .find();
    }
}
