package io.tocsin.aws.access;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * A role that the hub takes on through STS, in its own account or in another one.
 *
 * @param arn the role
 * @param externalId what the role's trust policy asks for where the account is somebody else's
 * @param session how the session is called in CloudTrail
 * @param endpoint where STS is, if not at AWS's regional address
 */
public record AssumedRole(String arn, Optional<String> externalId, String session, Optional<URI> endpoint) {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /**
     * The role that these settings mean; each may be blank.
     *
     * @throws IllegalArgumentException if something is said of a role and no role is named, or it is not well-formed
     */
    public static Optional<AssumedRole> of(String arn, String externalId, String session, String endpoint) {
        if (arn.isBlank()) {
            refuse(externalId, "externalId");
            refuse(session, "roleSessionName");
            refuse(endpoint, "stsEndpoint");
            return Optional.empty();
        }
        if (!arn.strip().matches("arn:[^:]+:iam::\\d{12}:role/.+")) {
            throw new IllegalArgumentException("roleArn is " + arn + "; expected arn:aws:iam::<account>:role/<name>");
        }
        if (!session.isBlank() && !session.strip().matches("[\\w+=,.@-]{2,64}")) {
            throw new IllegalArgumentException(
                    "roleSessionName is " + session + "; expected 2 to 64 of letters, digits and _+=,.@-");
        }
        return Optional.of(new AssumedRole(
                arn.strip(),
                Optional.of(externalId.strip()).filter(id -> !id.isEmpty()),
                session.isBlank() ? "tocsin" : session.strip(),
                Optional.of(endpoint.strip()).filter(url -> !url.isEmpty()).map(URI::create)));
    }

    private static void refuse(String value, String name) {
        if (!value.isBlank()) {
            throw new IllegalArgumentException(name + " is given without roleArn; name the role, or leave it out");
        }
    }

    /** The role's keys, renewed before they end. */
    AwsCredentialsProvider provider(Identity identity, Region region) {
        StsClientBuilder sts = StsClient.builder()
                .region(region)
                .credentialsProvider(identity.provider())
                // Asked before a send's own time begins, so it needs one of its own.
                .overrideConfiguration(limit -> limit.apiCallTimeout(LONGEST));
        endpoint.ifPresent(sts::endpointOverride);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> {
                    request.roleArn(arn).roleSessionName(session);
                    externalId.ifPresent(request::externalId);
                })
                .build();
    }
}
