package io.tocsin.hub;

import java.net.URI;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One SQS queue in this JVM, on loopback: it outlives every kill of the hub. */
final class TestQueue implements AutoCloseable {
    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
    private final String address;
    private final SqsClient client;
    private final String url;

    TestQueue(String name) {
        address = "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        client = SqsClient.builder()
                .endpointOverride(URI.create(address))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
        url = client.createQueue(request -> request.queueName(name)).queueUrl();
    }

    String address() {
        return address;
    }

    String url() {
        return url;
    }

    /** Sends one message; true once the queue has it. */
    boolean send(String body) {
        return !client.sendMessage(request -> request.queueUrl(url).messageBody(body))
                .messageId()
                .isEmpty();
    }

    /** True when every message was deleted: none waits, none is being worked on. */
    boolean empty() {
        Map<QueueAttributeName, String> counts = client.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return counts.values().stream().allMatch("0"::equals);
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
