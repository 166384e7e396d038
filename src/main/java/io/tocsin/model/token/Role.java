package io.tocsin.model.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token may do at the API; each may also do what those before it may. */
public enum Role {
    /** Reads: incidents, events, silences, who is on call, rules, receivers. */
    VIEWER,
    /** Acts on incidents, silences, windows, overrides, questions and single dead letters. */
    RESPONDER,
    /** Everything, tokens and the audit too. */
    ADMIN;

    /** How it is written: {@code viewer}, {@code responder}, {@code admin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of its tokens, which no source can have as its name. */
    public String scope() {
        return ":" + word();
    }

    /** Whether who has this role may do what asks for that one. */
    public boolean allows(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The role that is written so. */
    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** The role whose tokens have this scope; empty for those of sources and calendars. */
    public static Optional<Role> ofScope(String scope) {
        return Arrays.stream(values())
                .filter(role -> role.scope().equals(scope))
                .findFirst();
    }

    /** All of them, for a sentence: {@code viewer, responder, admin}. */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }
}
