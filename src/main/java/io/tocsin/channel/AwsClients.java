package io.tocsin.channel;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The AWS clients of receivers. The SDK's own retries are off: they would send a mail again after a lost answer, and hide
 * throttling from the rate limit.
 */
public final class AwsClients {
    private AwsClients() {}

    /**
     * A client for Amazon SES.
     *
     * @param region such as {@code eu-west-1}
     * @param endpoint another service's URL; blank for Amazon's
     * @param accessKey blank for the SDK's usual search (environment, profile, instance role)
     * @param secretKey the access key's other half
     * @param connections the most requests at one time
     * @param connectTimeout milliseconds
     * @param responseTimeout milliseconds
     */
    public static SesClient ses(
            String region,
            String endpoint,
            String accessKey,
            String secretKey,
            int connections,
            int connectTimeout,
            int responseTimeout) {
        return with(SesClient.builder(), region, endpoint, accessKey, secretKey)
                .httpClientBuilder(http(connections, connectTimeout, responseTimeout))
                .build();
    }

    /** A client for Amazon SNS; the parameters are those of {@link #ses}. */
    public static SnsClient sns(
            String region,
            String endpoint,
            String accessKey,
            String secretKey,
            int connections,
            int connectTimeout,
            int responseTimeout) {
        return with(SnsClient.builder(), region, endpoint, accessKey, secretKey)
                .httpClientBuilder(http(connections, connectTimeout, responseTimeout))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B with(
            B builder, String region, String endpoint, String accessKey, String secretKey) {
        if (!endpoint.isBlank()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.region(Region.of(region))
                .credentialsProvider(credentials(accessKey, secretKey))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build());
    }

    private static AwsCredentialsProvider credentials(String accessKey, String secretKey) {
        return accessKey.isBlank()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    private static ApacheHttpClient.Builder http(int connections, int connectTimeout, int responseTimeout) {
        return ApacheHttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(Duration.ofMillis(connectTimeout))
                .connectionAcquisitionTimeout(Duration.ofMillis(connectTimeout))
                .socketTimeout(Duration.ofMillis(responseTimeout));
    }
}
