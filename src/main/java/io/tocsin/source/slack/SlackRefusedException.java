package io.tocsin.source.slack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Slack answered a call, and not {@code ok}. */
final class SlackRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient String error;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param method what was called
     * @param error Slack's word for why, such as {@code invalid_auth}; empty where it gave none
     * @param status of the answer
     * @param retryAfter when Slack wants to be asked again; empty where it does not say
     */
    SlackRefusedException(String method, String error, int status, Optional<Duration> retryAfter) {
        super("Slack answered " + method + " with " + (error.isEmpty() ? "status " + status : error));
        this.error = error;
        this.retryAfter = retryAfter;
    }

    String error() {
        return error;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
