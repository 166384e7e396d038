package io.tocsin.app.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue {@code events} and the one that SQS moves to what was received once and not deleted, on loopback. */
public final class QueuePair implements AutoCloseable {
    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
    private final String address =
            "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
    private final SqsClient client = SqsClient.builder()
            .endpointOverride(URI.create(address))
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .build();
    private final String dead = create("events-dead", Map.of());
    private final String url = create(
            "events",
            Map.of(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\": \"" + deadArn() + "\", \"maxReceiveCount\": \"1\"}"));

    private final String plain = create("plain", Map.of());

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        return client.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    /** The ARN of the dead-letter queue. */
    public String deadArn() {
        return client.getQueueAttributes(request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    /** Sends a message. */
    public void send(String body) {
        client.sendMessage(request -> request.queueUrl(url).messageBody(body));
    }

    /** Takes what waits, doesn't delete it, and asks again until SQS has moved it to its dead letters. */
    public void giveUp() {
        client.receiveMessage(
                request -> request.queueUrl(url).visibilityTimeout(0).maxNumberOfMessages(10));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            client.receiveMessage(request -> request.queueUrl(url).visibilityTimeout(0));
            return !"0"
                    .equals(client.getQueueAttributes(request -> request.queueUrl(dead)
                                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                            .attributes()
                            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
        });
    }

    /** A file that makes the queue a source of a hub. */
    public String source(String name, String more) {
        return source(name, "events", url, more);
    }

    /** A file that makes a queue without dead letters a source of a hub. */
    public String sourceWithoutDeadLetters(String name, String more) {
        return source(name, "plain", plain, more);
    }

    private String source(String name, String queue, String url, String more) {
        return """
                - templatedRoute:
                    routeTemplateRef: sqs-source
                    routeId: source-%1$s
                    prefixId: source-%1$s-
                    parameters:
                      - { name: source, value: "%1$s" }
                      - { name: queue, value: "%4$s" }
                      - { name: queueUrl, value: "%2$s" }
                      - { name: waitTime, value: "1" }
                      - { name: endpoint, value: "%3$s" }
                      - { name: accessKey, value: x }
                      - { name: secretKey, value: x }
                """.formatted(name, url, address, queue) + more;
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
