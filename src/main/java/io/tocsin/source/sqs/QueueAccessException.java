package io.tocsin.source.sqs;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** SQS refused or was not there; the message is one line for an operator. */
public final class QueueAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueAccessException(String message) {
        super(message, null, false, false);
    }

    /** @param action such as {@code sqs:ReceiveMessage}; @param queue the ARN or URL that it was asked of */
    static QueueAccessException of(SdkException failure, String action, String queue) {
        if (failure instanceof SqsException refused && refused.awsErrorDetails() != null) {
            String code = String.valueOf(refused.awsErrorDetails().errorCode());
            String said = String.valueOf(refused.awsErrorDetails().errorMessage());
            return refused.statusCode() == 403 || code.contains("AccessDenied")
                    ? new QueueAccessException("the hub may not " + action + " on " + queue
                            + "; allow it in the hub's role (" + code + ")")
                    : new QueueAccessException(action + " on " + queue + " failed: " + code + ": " + said);
        }
        return new QueueAccessException(action + " on " + queue + " failed: " + failure.getMessage());
    }
}
