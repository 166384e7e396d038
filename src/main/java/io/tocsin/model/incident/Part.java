package io.tocsin.model.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an address would read of an incident's members.
 *
 * @param lines the members it would read of, at most {@value #MOST}, worst first, then newest
 * @param firing how many fire and are not held back, by severity, those beyond the lines included
 * @param over how many ends there are to tell, those beyond the lines included
 * @param held how many fire and are held back
 * @param quiet how many are over without a word, since their rules tell no ends or they are stale
 * @param isNews whether any of it is new to the address
 * @param leftOut the members that are held back though there is news of them
 * @param heldNow how many members of which it was told are held back now, by what holds them
 */
public record Part(
        List<Line> lines,
        Counts firing,
        int over,
        int held,
        int quiet,
        boolean isNews,
        Map<String, Told.LeftOut> leftOut,
        Map<Holding, Integer> heldNow) {

    /** How many members a message names. */
    public static final int MOST = 100;

    public Part {
        lines = List.copyOf(lines);
        leftOut = Map.copyOf(leftOut);
        heldNow = Map.copyOf(heldNow);
    }

    /**
     * What holds members back.
     *
     * @param by in plain words
     * @param until when it ends by itself; empty where nobody knows
     */
    public record Holding(String by, Optional<Instant> until) {}

    /** How many members are counted but not named. */
    public int rest() {
        return firing.total() + over - lines.size();
    }

    /** Whether something of the concern fires; what is held back does. */
    public boolean fires() {
        return firing.total() + held > 0;
    }

    /**
     * A member as a message tells it.
     *
     * @param member which
     * @param fires whether it goes on for this address
     * @param isNew whether the address has not been told so yet
     */
    public record Line(Member member, boolean fires, boolean isNew) {}
}
