package io.tocsin.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.HeldInbox;
import io.tocsin.source.accept.InboundFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class KafkaDocsTest {

    @Test
    void theExampleInTheDocsIsAWorkingInstanceAndThePromisesOfTheTemplateHold() throws Exception {
        String page = Files.readString(Path.of("docs/kafka.md"));
        int from = page.indexOf("```yaml\n") + "```yaml\n".length();
        String example = page.substring(from, page.indexOf("```", from)).replace("env:KAFKA_LOGIN", "login");
        String login = "x.ScramLoginModule required username=\"tocsin\" password=\"a+b%20c&d=e#f?{}$1\";";

        try (var context = new DefaultCamelContext()) {
            context.addComponent("inbox", new HeldInbox());
            SourceBeans.bindTo(context.getRegistry());
            context.setAutoStartup(false);
            context.getPropertiesComponent().addInitialProperty("login", login);
            var loader = PluginHelper.getRoutesLoader(context);
            loader.loadRoutes(ResourceHelper.resolveResource(context, "file:routes/sources/kafka/kafka.camel.yaml"));
            loader.loadRoutes(ResourceHelper.fromString("ops.camel.yaml", example));
            context.start();

            KafkaConfiguration made =
                    ((KafkaEndpoint) context.getRoute("source-ops").getEndpoint()).getConfiguration();
            assertThat(made.getHeaderFilterStrategy()).isInstanceOf(InboundFilter.class);
            assertThat(made.isBreakOnFirstError()).isTrue();
            assertThat(made.isBatching()).isTrue();
            Properties client = made.createConsumerProperties();
            assertThat(client)
                    .containsEntry("enable.auto.commit", false)
                    .containsEntry("auto.offset.reset", "earliest")
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                    .containsEntry("sasl.jaas.config", login)
                    .containsEntry("ssl.endpoint.identification.algorithm", "https");
        }
    }
}
