package io.tocsin.channel.aws;

import io.tocsin.aws.access.AwsSettings;
import io.tocsin.aws.access.QueueName;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * Sends one message to an SQS queue. The body is the request: {@code {QueueUrl, MessageBody, MessageAttributes,
 * MessageGroupId, MessageDeduplicationId}}; a {@code MessageBody} that is an object is sent as JSON.
 *
 * <p>camel-aws2-sqs gives a FIFO message the exchange's id for a deduplication id, so a retry would be a second message;
 * and it looks for the queue when the route is made, so the hub would not start while SQS is away.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
public final class SqsSend extends AwsSend {
    private final SqsClient client;

    /**
     * A sender with a client of its own.
     *
     * @param settings as {@link SesSend} takes them, and {@code queueUrl}: AWS's own tells the region
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public SqsSend(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        // SQS's checksum comes after SQS has the message: a mismatch could only make a second one of it.
        this.client = own(AwsClients.with(
                SqsClient.builder().checksumValidationEnabled(false),
                aws,
                QueueName.ofUrl(aws.value("queueUrl")).region()));
    }

    @Override
    String send(Exchange exchange) throws IOException {
        AwsRequest request = AwsRequest.of(exchange);
        Map<String, MessageAttributeValue> attributes =
                request.map("MessageAttributes", (name, value) -> MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(value)
                        .build());
        SendMessageResponse answer = client.sendMessage(message -> message.queueUrl(request.text("QueueUrl"))
                .messageBody(request.text("MessageBody"))
                .messageAttributes(attributes)
                .messageGroupId(request.text("MessageGroupId"))
                .messageDeduplicationId(request.text("MessageDeduplicationId")));
        return "SQS message " + answer.messageId();
    }
}
