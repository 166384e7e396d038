package io.tocsin.files.secret;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.vault.AwsVaultConfiguration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmClientBuilder;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * {@code {{aws-parameter:/tocsin/slack-token}}}: a parameter of AWS Systems Manager's Parameter Store, decrypted if it is a
 * SecureString. {@code {{aws-parameter:/tocsin/ops-channel:a default}}} for where there is none.
 *
 * <p>Asks as {@code camel.vault.aws.*} says, like Camel's own {@code {{aws:...}}}, and else as AWS's default chain does. Each
 * parameter is asked for once. The client is made with the first one.
 */
public final class AwsParameter extends ServiceSupport implements PropertiesFunction, CamelContextAware {
    private final Map<String, Optional<String>> asked = new ConcurrentHashMap<>();
    private CamelContext context;
    private SsmClient client;

    @Override
    public String getName() {
        return "aws-parameter";
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Asks for the parameter.
     *
     * @param remainder its name, and maybe a colon and a default
     * @return null where there is no such parameter and no default, which Camel tells as an unknown placeholder
     * @throws IllegalArgumentException where AWS cannot be asked, or says no
     */
    @Override
    public String apply(String remainder) {
        Given given = Given.read(remainder);
        return asked.computeIfAbsent(given.name(), this::ask).orElse(given.otherwise());
    }

    private Optional<String> ask(String name) {
        try {
            return Optional.of(
                    client().getParameter(request -> request.name(name).withDecryption(true))
                            .parameter()
                            .value());
        } catch (ParameterNotFoundException none) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new IllegalArgumentException(
                    "parameter " + name + " has no value for the hub: " + e.getMessage()
                            + "; expected that the hub may read it (ssm:GetParameter, kms:Decrypt), in the region of"
                            + " camel.vault.aws.region",
                    e);
        }
    }

    private synchronized SsmClient client() {
        if (client == null) {
            AwsVaultConfiguration vault = context.getVaultConfiguration().aws();
            SsmClientBuilder builder = SsmClient.builder()
                    .httpClientBuilder(ApacheHttpClient.builder())
                    .credentialsProvider(credentials(vault));
            if (isGiven(vault.getRegion())) {
                builder.region(Region.of(vault.getRegion()));
            }
            if (vault.isOverrideEndpoint() && isGiven(vault.getUriEndpointOverride())) {
                builder.endpointOverride(URI.create(vault.getUriEndpointOverride()));
            }
            client = builder.build();
        }
        return client;
    }

    private static AwsCredentialsProvider credentials(AwsVaultConfiguration vault) {
        if (isGiven(vault.getAccessKey()) && isGiven(vault.getSecretKey())) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(vault.getAccessKey(), vault.getSecretKey()));
        }
        return vault.isProfileCredentialsProvider() && isGiven(vault.getProfileName())
                ? ProfileCredentialsProvider.create(vault.getProfileName())
                : DefaultCredentialsProvider.builder().build();
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isBlank();
    }

    @Override
    protected synchronized void doStop() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
