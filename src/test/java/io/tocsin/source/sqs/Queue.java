package io.tocsin.source.sqs;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A real SQS server in this JVM, on loopback and a free port, with one queue. */
final class Queue implements AutoCloseable {
    private final SQSRestServer server;
    final String endpoint;
    final SqsClient client;
    final String url;

    Queue() {
        this("events", Map.of());
    }

    Queue(String name, Map<QueueAttributeName, String> attributes) {
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        client = SqsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
        client.createQueue(request -> request.queueName(name).attributes(attributes));
        url = endpoint + "/000000000000/" + name;
    }

    void send(String... bodies) {
        for (String body : bodies) {
            client.sendMessage(request -> request.queueUrl(url).messageBody(body));
        }
    }

    void sendTo(String group, String body) {
        client.sendMessage(request ->
                request.queueUrl(url).messageBody(body).messageGroupId(group).messageDeduplicationId(body));
    }

    void sendWith(String body, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new java.util.HashMap<>();
        attributes.forEach((name, value) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(value)
                        .build()));
        client.sendMessage(request -> request.queueUrl(url).messageBody(body).messageAttributes(values));
    }

    /** Messages that wait, and messages that somebody took and has not deleted. */
    List<Integer> waitingAndTaken() {
        var attributes = client.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return List.of(
                Integer.valueOf(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
                Integer.valueOf(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
