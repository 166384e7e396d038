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
        int connections = settings.number("concurrency");
        Duration connect = Duration.ofMillis(settings.number("connectTimeout"));
        Duration response = Duration.ofMillis(settings.number("responseTimeout"));
        return settings.access(told)
                .tell(builder)
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(connect)
                        .connectionAcquisitionTimeout(connect)
                        .dnsResolver(new Lookups()::resolve)
                        .socketTimeout(response))
                // The socket's timeout begins anew with every byte: the whole, its connection and TLS included, has
                // this one.
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(connect.multipliedBy(2).plus(response))
                        .build())
                .build();
    }
}
