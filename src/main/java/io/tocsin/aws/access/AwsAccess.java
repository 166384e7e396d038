package io.tocsin.aws.access;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Where an AWS service is and as whom the hub comes to it.
 *
 * @param region such as {@code eu-west-1}
 * @param endpoint another address than AWS's own: a stand-in, or a VPC endpoint
 * @param identity as whom
 * @param role the role to assume with that identity
 */
public record AwsAccess(String region, Optional<URI> endpoint, Identity identity, Optional<AssumedRole> role) {

    /** Tells a client's builder all of it. */
    public <B extends AwsClientBuilder<B, C>, C> B tell(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region)).credentialsProvider(credentials());
    }

    /** The keys to sign with: those of the role, where one is assumed. */
    public AwsCredentialsProvider credentials() {
        return role.map(assumed -> assumed.provider(identity, Region.of(region)))
                .orElseGet(identity::provider);
    }
}
