package io.tocsin.event;

/** Inside this package: a body that can't be read. Leaves it as a {@link Reading.Refused}. */
final class UnreadableException extends Exception {
    private final Reading.Kind kind;

    UnreadableException(Reading.Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    Reading.Refused refusal() {
        return new Reading.Refused(kind, getMessage());
    }
}
