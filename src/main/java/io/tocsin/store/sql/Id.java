package io.tocsin.store.sql;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;

/** Ids of stored things: a short word that says what it is, then a ULID, so that they sort by the time they were made. */
public enum Id {
    EVENT("evt"),
    ALERT("alr"),
    INCIDENT("inc"),
    NOTICE("ntc"),
    DELIVERY("dlv"),
    DEAD_LETTER("dea"),
    TOKEN("tok"),
    AUDIT("aud");

    private final String word;

    Id(String word) {
        this.word = word;
    }

    /** A new id, later in sort order than those that this process made before. */
    public String next() {
        return word + "_" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
    }

    /** Whether this id is of this kind. */
    public boolean names(String id) {
        return id.startsWith(word + "_");
    }
}
