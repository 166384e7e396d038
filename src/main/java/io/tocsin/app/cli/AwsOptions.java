package io.tocsin.app.cli;

import io.tocsin.aws.access.AssumedRole;
import io.tocsin.aws.access.Identity;
import java.util.Optional;
import picocli.CommandLine.Option;

/** As whom a command comes to AWS, in the words of the template sqs-source. */
final class AwsOptions {

    @Option(
            names = "--access-key",
            paramLabel = "KEY",
            defaultValue = "",
            description = "Access key, instead of AWS's default chain (environment, profile, role).")
    private String accessKey;

    @Option(
            names = "--secret-key",
            paramLabel = "KEY",
            defaultValue = "",
            description = "The access key's other half. Others on this machine may see a command line:"
                    + " AWS_SECRET_ACCESS_KEY is safer.")
    private String secretKey;

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile of ~/.aws/config.")
    private Optional<String> profile;

    @Option(names = "--role-arn", paramLabel = "ARN", description = "The role to assume.")
    private Optional<String> roleArn;

    @Option(names = "--external-id", paramLabel = "ID", description = "What the role's trust policy asks for.")
    private Optional<String> externalId;

    @Option(names = "--sts-endpoint", paramLabel = "URL", defaultValue = "", description = "Another address for STS.")
    private String stsEndpoint;

    /** @param profileInSettings the profile where no option says */
    Identity identity(String profileInSettings) {
        return Identity.of("", accessKey, secretKey, profile.orElse(accessKey.isBlank() ? profileInSettings : ""));
    }

    Optional<AssumedRole> role(String arnInSettings, String externalIdInSettings) {
        return AssumedRole.of(roleArn.orElse(arnInSettings), externalId.orElse(externalIdInSettings), "", stsEndpoint);
    }
}
