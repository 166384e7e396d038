package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;

/** An event pattern that cannot be compiled. */
public final class InvalidPattern extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient JsonPointer where;
    private final String reason;

    /**
     * @param where the smallest part of the pattern that is wrong, the root where no part can be named
     * @param reason what is wrong with it, for a reader who knows event patterns
     */
    public InvalidPattern(JsonPointer where, String reason) {
        super(where.matches() ? reason : "at " + where + ": " + reason);
        this.where = where;
        this.reason = reason;
    }

    /** The smallest part of the pattern that is wrong, the root where no part can be named. */
    public JsonPointer where() {
        return where;
    }

    /** What is wrong with it, without the place. */
    public String reason() {
        return reason;
    }
}
