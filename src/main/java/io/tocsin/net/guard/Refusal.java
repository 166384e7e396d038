package io.tocsin.net.guard;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import java.net.UnknownHostException;
import org.apache.hc.core5.http.HttpException;

/**
 * The guard's no to one send. Another try would be refused as well, so the delivery's failure is permanent: both forms
 * carry the exception that says so as their cause.
 *
 * @param words for the operator
 */
record Refusal(String words) {

    /** As what an HTTP client expects of a name service that says no. */
    UnknownHostException asUnknownHost() {
        UnknownHostException exception = new UnknownHostException(words);
        exception.initCause(judged());
        return exception;
    }

    /** As what an HTTP client expects of a request that cannot be sent. */
    HttpException asHttpException() {
        return new HttpException(words, judged());
    }

    private SendRefusedException judged() {
        return new SendRefusedException(Failure.of(FailureClass.PERMANENT, words));
    }
}
