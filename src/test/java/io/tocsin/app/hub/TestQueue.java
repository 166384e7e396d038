package io.tocsin.app.hub;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

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

    /** What the routes under {@code src/test/resources/kill} ask for. */
    Map<String, String> environment(String receivers) {
        return Map.of("KILL_SINK", receivers, "KILL_SQS", address, "KILL_QUEUE_URL", url);
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

    /** Sends up to ten messages in one call. */
    void sendAll(List<String> bodies) {
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, bodies.size())
                .mapToObj(n -> SendMessageBatchRequestEntry.builder()
                        .id("n" + n)
                        .messageBody(bodies.get(n))
                        .build())
                .toList();
        if (!client.sendMessageBatch(request -> request.queueUrl(url).entries(entries))
                .failed()
                .isEmpty()) {
            throw new IllegalStateException("the queue did not take all of a batch");
        }
    }

    /** Sends one message with attributes, each a text. */
    void sendWith(String body, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
        attributes.forEach((name, value) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(value)
                        .build()));
        client.sendMessage(request -> request.queueUrl(url).messageBody(body).messageAttributes(values));
    }

    /** A file that makes this queue a source of a hub. */
    String source(String name, int consumers) {
        return """
                - templatedRoute:
                    routeTemplateRef: sqs-source
                    routeId: source-%1$s
                    prefixId: source-%1$s-
                    parameters:
                      - { name: source, value: "%1$s" }
                      - { name: queue, value: "%1$s" }
                      - { name: queueUrl, value: "%2$s" }
                      - { name: concurrentConsumers, value: "%3$d" }
                      - { name: waitTime, value: "1" }
                      - { name: overrideEndpoint, value: "true" }
                      - { name: endpoint, value: "%4$s" }
                      - { name: defaultCredentials, value: "false" }
                      - { name: accessKey, value: x }
                      - { name: secretKey, value: x }
                """.formatted(name, url, consumers, address);
    }

    /** True when every message was deleted: none waits, none is being worked on. */
    boolean empty() {
        return waiting() == 0;
    }

    /** How many messages are not deleted yet: they wait, or are being worked on. */
    int waiting() {
        return client
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
