package io.tocsin.net.guard;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import java.net.UnknownHostException;

/**
 * The guard's no to one send. Another try would be refused as well, so the delivery's failure is permanent: both forms
 * say so.
 *
 * @param words for the operator
 */
record Refusal(String words) {

    /** As what a name service says no with. */
    UnknownHostException asUnknownHost() {
        UnknownHostException exception = new UnknownHostException(words);
        exception.initCause(judged());
        return exception;
    }

    /** As what a send fails with that was judged already. */
    SendRefusedException judged() {
        return new SendRefusedException(Failure.of(FailureClass.PERMANENT, words));
    }
}
