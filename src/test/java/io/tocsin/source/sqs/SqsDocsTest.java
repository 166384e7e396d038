package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.HeldInbox;
import io.tocsin.source.accept.InboundFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class SqsDocsTest {

    /** The queue doesn't exist and nobody is asked: with queueUrl a start needs no call. */
    @Test
    void theExampleInTheDocsIsAWorkingInstanceThatStartsWithoutACall() throws Exception {
        String page = Files.readString(Path.of("docs/sources.md"));
        int from = page.lastIndexOf("```yaml\n", page.indexOf("routeTemplateRef: sqs-source")) + "```yaml\n".length();
        String example = page.substring(from, page.indexOf("```", from));

        try (var context = new DefaultCamelContext()) {
            context.addComponent("inbox", new HeldInbox());
            SourceBeans.bindTo(context.getRegistry());
            context.setAutoStartup(false);
            var loader = PluginHelper.getRoutesLoader(context);
            loader.loadRoutes(ResourceHelper.resolveResource(context, "file:routes/sources/sqs.camel.yaml"));
            loader.loadRoutes(ResourceHelper.fromString("aws.camel.yaml", example));
            context.start();

            Sqs2Endpoint endpoint =
                    (Sqs2Endpoint) context.getRoute("source-aws").getEndpoint();
            assertThat(endpoint.getConfiguration().getQueueUrl()).endsWith("/111122223333/ops-events");
            assertThat(endpoint.getClient().serviceClientConfiguration().region())
                    .isEqualTo(Region.EU_WEST_1);
            assertThat(endpoint.getConfiguration().getVisibilityTimeout()).isEqualTo(60);
            assertThat(endpoint.getConfiguration().getDefaultVisibilityTimeout())
                    .isNull();
            assertThat(endpoint.getConfiguration().getMessageAttributeNames()).isNull();
            assertThat(endpoint.getConfiguration().isDeleteAfterRead()).isTrue();
            assertThat(endpoint.getConfiguration().isExtendMessageVisibility()).isTrue();
            assertThat(endpoint.getMaxMessagesPerPoll()).isEqualTo(10);
            assertThat(endpoint.getHeaderFilterStrategy()).isInstanceOf(InboundFilter.class);
        }
    }
}
