package io.tocsin.app.demo;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An SQS server (ElasticMQ, in memory) on loopback and a free port, with one queue, and AWS's own client to send to it. */
final class QueueServer implements AutoCloseable {

    static final String NAME = "aws-events";

    private final SQSRestServer server;
    private final SqsClient client;
    private final String endpoint;

    private QueueServer() {
        // By default it would listen on every interface.
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        client = SqsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("demo", "demo")))
                .build();
        client.createQueue(request -> request.queueName(NAME));
    }

    static QueueServer start() {
        return new QueueServer();
    }

    /** The server's address. */
    String endpoint() {
        return endpoint;
    }

    /** The queue's address. */
    String url() {
        return endpoint + "/000000000000/" + NAME;
    }

    void send(String message) {
        client.sendMessage(request -> request.queueUrl(url()).messageBody(message));
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
