package io.tocsin.model.incident;

import java.util.Locale;
import java.util.Optional;

/**
 * What readers are told of an incident who are no engineers; a person writes it.
 *
 * @param phase how far those who see to it are; empty where nobody has said anything
 * @param impact what it means for those who read it; may be empty
 * @param rootCause why it came to it; may be empty
 * @param resolution what was, or is being, done; may be empty
 */
public record PublicStatus(Optional<Phase> phase, String impact, String rootCause, String resolution) {

    /** Nobody has said anything. */
    public static final PublicStatus NONE = new PublicStatus(Optional.empty(), "", "", "");

    /** How far those who see to it are. */
    public enum Phase {
        /** Somebody looks for the cause. */
        INVESTIGATING,
        /** The cause is known. */
        IDENTIFIED,
        /** Something was done about it, and is being watched. */
        MONITORING,
        /** It is over. */
        RESOLVED;

        /** The word used in JSON, commands and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What somebody says anew; what they do not mention stays.
     *
     * @param phase how far they are
     * @param impact empty text takes it away, as with the others
     * @param rootCause why it came to it
     * @param resolution what was done
     */
    public record Change(
            Optional<Phase> phase, Optional<String> impact, Optional<String> rootCause, Optional<String> resolution) {

        /** Nothing is said. */
        public static final Change NONE =
                new Change(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Nothing but how far they are. */
        public static Change to(Phase phase) {
            return new Change(Optional.of(phase), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Whether anybody has said anything. */
    public boolean isSaid() {
        return phase.isPresent();
    }

    /** The same with what is said anew; the first words without a phase are those of somebody who investigates. */
    PublicStatus with(Change change) {
        PublicStatus next = new PublicStatus(
                change.phase().or(() -> phase),
                change.impact().orElse(impact),
                change.rootCause().orElse(rootCause),
                change.resolution().orElse(resolution));
        return next.equals(this) || next.isSaid() ? next : next.in(Phase.INVESTIGATING);
    }

    /** The same, so far. */
    public PublicStatus in(Phase reached) {
        return new PublicStatus(Optional.of(reached), impact, rootCause, resolution);
    }
}
