package io.tocsin.model.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Camel's exception for an answer outside of the endpoint's {@code okStatusCodeRange}. */
record HttpWitness(InstantSource clock) implements Witness {

    @Override
    public Optional<Failure> judge(List<Throwable> chain) {
        return Witness.first(chain, HttpOperationFailedException.class).map(this::judge);
    }

    private Failure judge(HttpOperationFailedException refused) {
        String body = refused.getResponseBody();
        String words = body == null || body.isBlank() ? refused.getHttpResponseStatus() : body;
        return HttpAnswer.judge(refused.getStatusCode(), words, retryAfter(refused.getResponseHeaders()));
    }

    // Header names have no case, and this map keeps the sender's.
    private Optional<Duration> retryAfter(Map<String, String> headers) {
        if (headers == null) {
            return Optional.empty();
        }
        return headers.entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .findFirst()
                .flatMap(header -> RetryAfter.parse(header.getValue(), clock.instant()));
    }
}
