package io.tocsin.model.delivery;

/** Thrown by a channel that has judged the provider's answer itself, such as Slack's {@code ok: false} in a 200. */
public class SendRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** An exception that {@link Judge} answers with just this failure. */
    public SendRefusedException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    /** The channel's own judgement. */
    public Failure failure() {
        return failure;
    }
}
