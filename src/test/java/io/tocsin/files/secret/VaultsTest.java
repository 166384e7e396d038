package io.tocsin.files.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.vault.AwsVaultConfiguration;
import org.junit.jupiter.api.Test;

class VaultsTest {
    private final Properties properties = new Properties();

    @Test
    void bothSpellingsOfAnOptionAreRead() throws Exception {
        properties.setProperty("camel.vault.aws.region", "eu-west-1");
        properties.setProperty("camel.vault.aws.default-credentials-provider", "true");
        properties.setProperty("camel.vault.aws.profileName", "ops");
        properties.setProperty("hub.name", "tocsin");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Vaults.tell(context, properties);
            AwsVaultConfiguration aws = context.getVaultConfiguration().aws();
            assertThat(aws.getRegion()).isEqualTo("eu-west-1");
            assertThat(aws.isDefaultCredentialsProvider()).isTrue();
            assertThat(aws.getProfileName()).isEqualTo("ops");
        }
    }

    @Test
    void anOptionThatCamelDoesNotKnowIsRefused() throws Exception {
        properties.setProperty("camel.vault.aws.regoin", "eu-west-1");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> Vaults.tell(context, properties)).hasMessageContaining("regoin");
        }
    }
}
