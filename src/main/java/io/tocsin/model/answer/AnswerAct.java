package io.tocsin.model.answer;

import io.tocsin.model.incident.Incident;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** All that people can do about an incident where they hear of it, in the order in which they are offered it. A channel has what it can carry. */
public enum AnswerAct {
    ACKNOWLEDGE,
    RESOLVE,
    /** For an hour. */
    SILENCE,
    /** The next step of its escalations comes at once. */
    ESCALATE,
    UNACKNOWLEDGE,
    COMMENT;

    /** As buttons, forms and the audit name it: {@code acknowledge}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<AnswerAct> ofWord(String word) {
        return Arrays.stream(values()).filter(act -> act.word().equals(word)).findFirst();
    }

    /**
     * Whether there is anything to do. {@code answer-buttons.jq} says the same of messages.
     *
     * @param status the incident's
     * @param isHeldBack whether all that fires of it is held back now
     * @param escalates whether an escalation of it goes on, or ended and nobody had answered
     */
    public boolean isOffered(Incident.Status status, boolean isHeldBack, boolean escalates) {
        boolean goesOn = status != Incident.Status.RESOLVED && status != Incident.Status.CLOSED;
        return switch (this) {
            case ACKNOWLEDGE -> status == Incident.Status.OPEN;
            case RESOLVE, COMMENT -> goesOn;
            case SILENCE -> goesOn && !isHeldBack;
            case ESCALATE -> status == Incident.Status.OPEN && escalates;
            case UNACKNOWLEDGE -> status == Incident.Status.ACKNOWLEDGED;
        };
    }
}
