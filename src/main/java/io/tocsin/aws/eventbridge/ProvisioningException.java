package io.tocsin.aws.eventbridge;

/** What was to be provisioned cannot be; the message is one line for an operator. */
public final class ProvisioningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProvisioningException(String message) {
        super(message, null, false, false);
    }
}
