package io.tocsin.aws.access;

import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** As whom the hub comes to AWS, before it assumes any role. */
public sealed interface Identity {

    /** Where the keys come from; they are looked up when they are first needed. */
    AwsCredentialsProvider provider();

    /**
     * The SDK's default chain: system properties, environment, web identity, the default profile, container, instance role.
     *
     * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">The chain</a>
     */
    record Chain() implements Identity {
        @Override
        public AwsCredentialsProvider provider() {
            return DefaultCredentialsProvider.builder().build();
        }
    }

    /** A profile of the shared files {@code ~/.aws/config} and {@code ~/.aws/credentials}. */
    record Profile(String name) implements Identity {
        @Override
        public AwsCredentialsProvider provider() {
            return ProfileCredentialsProvider.create(name);
        }
    }

    /** A fixed pair of keys. */
    record Keys(String accessKey, String secretKey) implements Identity {
        @Override
        public AwsCredentialsProvider provider() {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        }

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Keys[" + accessKey + "]";
        }
    }

    /**
     * The identity that these settings mean; each may be blank.
     *
     * @param chain {@code true} for the default chain, {@code false} for none; blank: the chain unless another is named
     * @throws IllegalArgumentException if they mean none, or two
     */
    static Identity of(String chain, String accessKey, String secretKey, String profile) {
        boolean keys = !accessKey.isBlank() || !secretKey.isBlank();
        if (accessKey.isBlank() != secretKey.isBlank()) {
            throw new IllegalArgumentException((accessKey.isBlank()
                            ? "secretKey is given without accessKey"
                            : "accessKey is given without secretKey")
                    + "; give both, or neither");
        }
        if (keys && !profile.isBlank()) {
            throw new IllegalArgumentException("accessKey and profile are both given; give one of them");
        }
        boolean named = keys || !profile.isBlank();
        switch (chain.strip().toLowerCase(Locale.ROOT)) {
            case "" -> {}
            case "true" -> {
                if (named) {
                    throw new IllegalArgumentException("defaultCredentials is true and "
                            + (keys ? "accessKey" : "profile") + " is given; leave one of them out");
                }
            }
            case "false" -> {
                if (!named) {
                    throw new IllegalArgumentException(
                            "defaultCredentials is false and neither accessKey nor profile is given; name one of them");
                }
            }
            default ->
                throw new IllegalArgumentException("defaultCredentials is " + chain + "; expected true or false");
        }
        if (keys) {
            return new Keys(accessKey.strip(), secretKey.strip());
        }
        return profile.isBlank() ? new Chain() : new Profile(profile.strip());
    }
}
