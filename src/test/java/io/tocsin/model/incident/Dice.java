package io.tocsin.model.incident;

/** Numbers of one number: what a step of a story does in detail. */
public final class Dice {

    private long state;

    /** @param code a step of {@link Steps} */
    public Dice(int code) {
        this.state = code;
    }

    /** From 0 on, and less than this. */
    public int next(int sides) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (int) ((state >>> 33) % sides);
    }

    /** One of these. */
    public String of(String... sides) {
        return sides[next(sides.length)];
    }

    /** One of these. */
    public int of(int... sides) {
        return sides[next(sides.length)];
    }
}
