package io.tocsin.model.event;

/** A body that can't be read; {@link #refusal} is what its sender is told. */
public final class UnreadableException extends Exception {
    private final Reading.Kind kind;

    UnreadableException(Reading.Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** Why, in words for the sender. */
    public Reading.Refused refusal() {
        return new Reading.Refused(kind, getMessage());
    }
}
