package io.tocsin.model.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * The judgement of an HTTP status. 408, 425 and every 5xx are transient; 429 is rate-limited; any other 4xx, and a 3xx
 * (the hub follows no redirect, because it would take the message to an address nobody configured), is permanent.
 */
public final class HttpAnswer {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;

    private HttpAnswer() {}

    /** Whether the status says that the message was taken: 2xx. */
    public static boolean taken(int status) {
        return status >= 200 && status < REDIRECT;
    }

    /**
     * Judges an answer that is no 2xx.
     *
     * @param status the status line's number
     * @param words the status line's text or the body, which may be empty
     * @param retryAfter what the provider asked for; kept for 429 and 5xx only
     */
    public static Failure judge(int status, String words, Optional<Duration> retryAfter) {
        String reason = "HTTP " + status + (words == null || words.isBlank() ? "" : ": " + words);
        FailureClass failureClass = classOf(status);
        boolean mayComeBack = failureClass != FailureClass.PERMANENT;
        String told = isRedirect(status) ? reason + " (a redirect is not followed)" : reason;
        return Failure.answered(failureClass, status, told, mayComeBack ? retryAfter : Optional.empty());
    }

    private static FailureClass classOf(int status) {
        return switch (status) {
            case TOO_MANY_REQUESTS -> FailureClass.RATE_LIMITED;
            case REQUEST_TIMEOUT, TOO_EARLY -> FailureClass.TRANSIENT;
            default -> status >= SERVER_ERROR ? FailureClass.TRANSIENT : FailureClass.PERMANENT;
        };
    }

    private static boolean isRedirect(int status) {
        return status >= REDIRECT && status < CLIENT_ERROR;
    }
}
