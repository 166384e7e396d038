package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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
 * @param through the rules through which it was told, each with the version up to which: of a member that the rule matched
 *     by then, the address knows the beginning
 * @param leftOut the alerts that were held back then though there was news of them
 * @param state what became of it
 */
public record Told(
        Address address,
        long version,
        int round,
        Kind kind,
        Severity severity,
        Instant at,
        Map<String, Long> through,
        Map<String, LeftOut> leftOut,
        State state) {

    public Told {
        through = Map.copyOf(through);
        leftOut = Map.copyOf(leftOut);
    }

    /** What became of what was told. */
    public enum State {
        /** Delivered, being sent, in a digest, or tried so that it may have got through. */
        SENT,
        /** It waits, and no try of it may have got through: what is newer supersedes it and tells all that it told. */
        UNSENT,
        /** Dead, discarded, superseded or taken over: the address does not know it. */
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
        return new Told(address, version, round, kind, severity, at, through, leftOut, became);
    }

    /** The same, waiting to be sent again. */
    Told again(Instant now) {
        return new Told(address, version, round, kind, severity, now, through, leftOut, State.UNSENT);
    }

    /** The same at a version that rose meanwhile. */
    Told at(long before, long risen) {
        Map<String, Long> rules = new HashMap<>(through);
        rules.replaceAll((rule, version) -> version == before ? risen : version);
        return new Told(address, risen, round, kind, severity, at, rules, leftOut, state);
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
