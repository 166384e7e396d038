package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The sqs channel with a real SQS server in this JVM. */
class SqsQueueTest {

    @Test
    void aRepeatOfADeliveryIsNoSecondMessageOfAFifoQueue() throws Exception {
        SQSRestServer server =
                SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        String endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        try (SqsClient client = SqsClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                        .build();
                Receivers receivers = new Receivers()) {
            client.createQueue(queue ->
                    queue.queueName("incidents.fifo").attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")));
            String url = endpoint + "/000000000000/incidents.fifo";
            receivers.with("sqs", "fifo", AwsStub.at(endpoint, Map.of("queueUrl", url)));
            ObjectNode next = Messages.resolved();
            next.withObject("/delivery").put("idempotencyKey", "key-2");
            for (ObjectNode message : List.of(Messages.firing(), Messages.firing(), next)) {
                assertThat(receivers.send("fifo", message).exception()).isEmpty();
            }
            List<Message> messages = client.receiveMessage(receive ->
                            receive.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
                    .messages();
            assertThat(messages)
                    .extracting(message -> AwsStub.JSON
                            .readTree(message.body())
                            .at("/notice/kind")
                            .asText())
                    .containsExactly("opened", "resolved");
            assertThat(messages.get(0).messageAttributes().get("severity").stringValue())
                    .isEqualTo("critical");
        } finally {
            server.stopAndWait();
        }
    }
}
