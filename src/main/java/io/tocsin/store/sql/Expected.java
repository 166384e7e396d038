package io.tocsin.store.sql;

import java.util.Optional;
import java.util.Set;

/**
 * At which versions a row may be changed: whoever changes what they saw says which one that was. Compared in the transaction of the
 * change, with the row held, so that of two who saw the same one alone changes it.
 *
 * @param versions any one of these; empty for whatever it is
 */
public record Expected(Optional<Set<String>> versions) {

    /** Whatever it is. */
    public static final Expected ANY = new Expected(Optional.empty());

    public Expected {
        versions = versions.map(Set::copyOf);
    }

    /** One of these; of none nothing is changed. */
    public static Expected of(Set<String> versions) {
        return new Expected(Optional.of(versions));
    }

    /** Whether a row of this version may be changed. */
    public boolean allows(String version) {
        return versions.isEmpty() || versions.get().contains(version);
    }

    /** The same of a number. */
    public boolean allows(long version) {
        return allows(String.valueOf(version));
    }
}
