package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;

/** An event pattern that cannot be compiled. */
public final class InvalidPattern extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient JsonPointer where;
    private final String expected;
    private final String fix;

    /**
     * @param where the smallest part of the pattern that is wrong, the root where no part can be named
     * @param expected what would be right there
     * @param fix what to do
     */
    public InvalidPattern(JsonPointer where, String expected, String fix) {
        super((where.matches() ? "" : "at " + where + ": ") + "expected " + expected + "; fix: " + fix);
        this.where = where;
        this.expected = expected;
        this.fix = fix;
    }

    /** The smallest part of the pattern that is wrong, the root where no part can be named. */
    public JsonPointer where() {
        return where;
    }

    /** What would be right there. */
    public String expected() {
        return expected;
    }

    /** What to do. */
    public String fix() {
        return fix;
    }
}
