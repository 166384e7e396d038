package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one address was told of an incident at one time. Of the tellings of an address a decision needs the newest that was
 * sent and all that came after it.
 *
 * @param address where
 * @param version the incident's then
 * @param round counts from 1: what fires after {@code resolved} begins the next one, with a thread and a provider's key of
 *     its own
 * @param kind as what
 * @param severity the highest told in this round
 * @param at when, by the store's clock
 * @param arrived when it arrived, as far as that was asked: of what is being sent or waits in a digest not before now; empty where
 *     nobody asked, or where it did not
 * @param through the rules through which it was told, each with the version up to which: of a member that the rule matched
 *     by then, the address knows the beginning
 * @param leftOut the alerts that were held back then though there was news of them
 * @param state what became of it
 * @param page whether somebody is paged with it, by an escalation: an acknowledgement takes it back if it still waits
 */
public record Told(
        Address address,
        long version,
        int round,
        Kind kind,
        Severity severity,
        Instant at,
        Optional<Instant> arrived,
        Map<String, Long> through,
        Map<String, LeftOut> leftOut,
        State state,
        boolean page) {

    public Told {
        through = Map.copyOf(through);
        leftOut = Map.copyOf(leftOut);
    }

    /** The same as a page. */
    Told paging() {
        return new Told(address, version, round, kind, severity, at, arrived, through, leftOut, state, true);
    }

    /** What became of what was told. */
    public enum State {
        /** Delivered, being sent, in a digest, or tried so that it may have got through. */
        SENT,
        /** It waits, and no try of it may have got through: what is newer supersedes it and tells all that it told. */
        UNSENT,
        /** It waits to be sent again though a try of it may have got through: what is newer supersedes it, too. */
        TRIED,
        /**
         * It is not sent again, and nobody knows whether a try of it got through. Whoever may have read a beginning has to hear its
         * end, and an end that may not have been read is told again.
         */
        UNSURE,
        /** Dead, discarded, superseded or taken over, and no try of it got through: the address does not know it. */
        LOST
    }

    /**
     * A member that a message left out.
     *
     * @param by what held it back
     * @param known whether the address had been told its beginning before
     */
    public record LeftOut(String by, boolean known) {}

    /** The same, of which that became. */
    public Told as(State became) {
        return new Told(
                address,
                version,
                round,
                kind,
                severity,
                at,
                arrived.filter(time -> became == State.SENT),
                through,
                leftOut,
                became,
                page);
    }

    /** The same, which arrived then. */
    public Told arrivedAt(Instant time) {
        return timed(at, Optional.of(time));
    }

    /** The same as told, and arrived, that much earlier: the clock was set back by as much. */
    Told earlierBy(Duration step) {
        return timed(at.minus(step), arrived.map(time -> time.minus(step)));
    }

    /** The same, not told or arrived after that time, where a clock that was set back left it ahead. */
    Told notAfter(Instant now) {
        boolean isAhead = at.isAfter(now) || arrived.filter(now::isBefore).isPresent();
        return isAhead ? timed(at.isAfter(now) ? now : at, arrived.map(time -> time.isAfter(now) ? now : time)) : this;
    }

    private Told timed(Instant told, Optional<Instant> came) {
        return new Told(address, version, round, kind, severity, told, came, through, leftOut, state, page);
    }

    /** Whether it waits to be sent, for the first time or again. */
    public boolean waits() {
        return state == State.UNSENT || state == State.TRIED;
    }

    /** Whether nobody knows whether a try of it got through. */
    boolean mayBeKnown() {
        return state == State.TRIED || state == State.UNSURE;
    }

    /** Whether it is not sent any more though it did not arrive for sure. */
    public boolean isGone() {
        return state == State.LOST || state == State.UNSURE;
    }

    /** The same, not sent any more. */
    Told gone(boolean mayHaveArrived) {
        return as(mayHaveArrived ? State.UNSURE : State.LOST);
    }

    /** The same, waiting to be sent again. */
    Told again(Instant now) {
        State waits = state == State.UNSURE ? State.TRIED : State.UNSENT;
        return new Told(address, version, round, kind, severity, now, Optional.empty(), through, leftOut, waits, page);
    }

    /** The same at a version that rose meanwhile. */
    Told at(long before, long risen) {
        Map<String, Long> rules = new HashMap<>(through);
        rules.replaceAll((rule, version) -> version == before ? risen : version);
        return new Told(address, risen, round, kind, severity, at, arrived, rules, leftOut, state, page);
    }

    /** Whether both say the same. */
    boolean says(Told other) {
        return version == other.version
                && round == other.round
                && kind == other.kind
                && severity == other.severity
                && through.equals(other.through)
                && leftOut.equals(other.leftOut);
    }
}
