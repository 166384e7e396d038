package io.tocsin.source.sqs;

import io.tocsin.aws.access.AssumedRole;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.AwsSettings;
import io.tocsin.aws.access.Identity;
import io.tocsin.aws.access.QueueName;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The client of an SQS source, from the parameters of its template; contradictory ones are refused. Bound as {@code sqsClients}:
 * {@code factoryBean} and {@code factoryMethod: of} make one.
 */
public final class SqsClients {
    private static final String LAST_RESORT = "us-east-1";

    public SqsClients() {}

    /**
     * The client for one queue.
     *
     * @param settings the template's parameters, {@code name=value}, a line each; all but {@code queue} may be blank
     * @throws IllegalArgumentException with the parameters that contradict one another and what to do
     */
    public static SqsClient of(String settings) {
        return access(AwsSettings.of(settings).values())
                .tell(SqsClient.builder())
                .build();
    }

    /** Where and as whom. @throws IllegalArgumentException as {@link #of} */
    static AwsAccess access(Map<String, String> settings) {
        Function<String, String> value = name -> settings.getOrDefault(name, "");
        try {
            return new AwsAccess(
                    region(value.apply("queue"), value.apply("queueUrl"), value.apply("region")),
                    endpoint(value.apply("overrideEndpoint"), value.apply("endpoint")),
                    Identity.of(
                            value.apply("defaultCredentials"),
                            value.apply("accessKey"),
                            value.apply("secretKey"),
                            value.apply("profile")),
                    AssumedRole.of(
                            value.apply("roleArn"),
                            value.apply("externalId"),
                            value.apply("roleSessionName"),
                            value.apply("stsEndpoint")));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "sqs-source, queue " + value.apply("queue") + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String region(String queue, String queueUrl, String region) {
        QueueName named = QueueName.of(queue);
        Optional<QueueName> located =
                Optional.of(queueUrl).filter(url -> !url.isBlank()).map(QueueName::ofUrl);
        located.filter(url -> !url.name().equals(named.name())).ifPresent(url -> {
            throw new IllegalArgumentException(
                    "queueUrl is of the queue " + url.name() + ", but queue says " + named.name());
        });
        Optional<String> told = located.flatMap(QueueName::region).or(named::region);
        if (region.isBlank()) {
            return told.orElse(LAST_RESORT);
        }
        told.filter(other -> !other.equals(region.strip())).ifPresent(other -> {
            throw new IllegalArgumentException(
                    "region is " + region + ", but the queue is in " + other + "; leave region out, or correct it");
        });
        return region.strip();
    }

    private static Optional<URI> endpoint(String override, String endpoint) {
        String wanted = override.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("true") && endpoint.isBlank()) {
            throw new IllegalArgumentException("overrideEndpoint is true and endpoint is not given; name it");
        }
        if (wanted.equals("false") && !endpoint.isBlank()) {
            throw new IllegalArgumentException(
                    "overrideEndpoint is false and endpoint is given; leave one of them out");
        }
        return endpoint.isBlank() ? Optional.empty() : Optional.of(URI.create(endpoint.strip()));
    }
}
