package io.tocsin.model.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The AWS SDK's exceptions. Throttling comes as a 400 with a telling code, so the SDK's own list of such codes is asked
 * before the status is.
 */
record AwsWitness(InstantSource clock) implements Witness {
    private static final int SERVER_ERROR = 500;
    // Throttling by names that are not on the SDK's list, of the services that channels use.
    private static final Set<String> THROTTLED =
            Set.of("Throttled", "KMSThrottling", "KMSThrottlingException", "KmsThrottled", "LimitExceededException");
    // Credentials that ran out are renewed by their provider; the message itself is not at fault.
    private static final Set<String> PASSING = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    @Override
    public Optional<Failure> judge(List<Throwable> chain) {
        Optional<Failure> answered =
                Witness.first(chain, AwsServiceException.class).map(this::judgeAnswer);
        return answered.or(() -> Witness.first(chain, SdkClientException.class).map(e -> judgeClient(e, chain)));
    }

    private Failure judgeAnswer(AwsServiceException refused) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(refused.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("no error code");
        String words = details.map(AwsErrorDetails::errorMessage).orElse(refused.getMessage());
        Optional<Duration> retryAfter = details.map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .flatMap(header -> RetryAfter.parse(header, clock.instant()));
        return Failure.answered(classOf(refused, code), refused.statusCode(), code + ": " + words, retryAfter);
    }

    private static FailureClass classOf(AwsServiceException refused, String code) {
        if (refused.isThrottlingException() || THROTTLED.contains(code)) {
            return FailureClass.RATE_LIMITED;
        }
        boolean passing =
                refused.statusCode() >= SERVER_ERROR || refused.isClockSkewException() || PASSING.contains(code);
        return passing ? FailureClass.TRANSIENT : FailureClass.PERMANENT;
    }

    private static Failure judgeClient(SdkClientException failed, List<Throwable> chain) {
        if (maybeSent(failed)) {
            return Failure.of(FailureClass.UNKNOWN, failed.getMessage());
        }
        return new NetworkWitness()
                .judge(chain)
                .orElseGet(() -> Failure.of(FailureClass.TRANSIENT, failed.getMessage()));
    }

    // The SDK's own clock ran out, or it could not read an answer that did come.
    private static boolean maybeSent(SdkClientException failed) {
        return failed instanceof ApiCallTimeoutException
                || failed instanceof ApiCallAttemptTimeoutException
                || String.valueOf(failed.getMessage()).startsWith("Unable to unmarshall response");
    }
}
