package io.tocsin.channel.aws;

import io.tocsin.aws.access.AwsSettings;
import io.tocsin.net.guard.Lookups;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * The AWS clients of receivers. The SDK's own retries are off: they would send a mail again after a lost answer, and hide
 * throttling from the rate limit.
 */
final class AwsClients {
    private AwsClients() {}

    /**
     * A client as these settings want it.
     *
     * @param settings those of {@link AwsSettings#access}, and {@code concurrency}, {@code connectTimeout} and {@code
     *     responseTimeout} (milliseconds)
     * @param told the region that the destination's own name tells
     * @throws IllegalArgumentException with the settings that contradict one another and what to do
     */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C with(
            B builder, AwsSettings settings, Optional<String> told) {
        return settings.access(told)
                .tell(builder)
                .httpClientBuilder(http(settings))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(limit(settings))
                        .build())
                .build();
    }

    /** What makes its connections. @param settings as {@link #with} takes them */
    static ApacheHttpClient.Builder http(AwsSettings settings) {
        return ApacheHttpClient.builder()
                .maxConnections(settings.number("concurrency"))
                .connectionTimeout(connect(settings))
                .connectionAcquisitionTimeout(connect(settings))
                .dnsResolver(new Lookups()::resolve)
                .socketTimeout(response(settings));
    }

    /** How long a call may take, its connection and TLS included: the socket's timeout begins anew with every byte. */
    static Duration limit(AwsSettings settings) {
        return connect(settings).multipliedBy(2).plus(response(settings));
    }

    private static Duration connect(AwsSettings settings) {
        return Duration.ofMillis(settings.number("connectTimeout"));
    }

    private static Duration response(AwsSettings settings) {
        return Duration.ofMillis(settings.number("responseTimeout"));
    }
}
