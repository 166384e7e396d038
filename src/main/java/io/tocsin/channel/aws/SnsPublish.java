package io.tocsin.channel.aws;

import io.tocsin.aws.access.AwsSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/**
 * Publishes to a topic, a phone or a device through Amazon SNS. The body is the request: {@code {TopicArn | PhoneNumber |
 * TargetArn, Message, Subject, MessageAttributes, MessageGroupId, MessageDeduplicationId}}; a {@code Message} that is an
 * object has a text for each kind of subscription.
 *
 * <p>camel-aws2-sns knows topics only, and for a FIFO topic no deduplication id of the sender's own, so that a retry would
 * be told twice (docs/decisions/0020-requests-to-aws.md).
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
public final class SnsPublish extends AwsSend {
    // Amazon's own names of the attributes of an SMS; MaxPrice is the one that is a number.
    private static final Set<String> NUMBERS = Set.of("AWS.SNS.SMS.MaxPrice");

    private final SnsClient client;

    /**
     * A publisher with a client of its own.
     *
     * @param settings as {@link SesSend} takes them, and {@code destination}: an ARN tells the region
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public SnsPublish(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        this.client = own(AwsClients.with(SnsClient.builder(), aws, AwsSettings.regionOf(aws.value("destination"))));
    }

    @Override
    String send(Exchange exchange) throws IOException {
        AwsRequest request = AwsRequest.of(exchange);
        Map<String, MessageAttributeValue> attributes = request.map("MessageAttributes", SnsPublish::attribute);
        PublishResponse answer = client.publish(publish -> publish.topicArn(request.text("TopicArn"))
                .phoneNumber(request.text("PhoneNumber"))
                .targetArn(request.text("TargetArn"))
                .subject(request.text("Subject"))
                .message(request.text("Message"))
                .messageStructure(request.isObject("Message") ? "json" : null)
                .messageAttributes(attributes)
                .messageGroupId(request.text("MessageGroupId"))
                .messageDeduplicationId(request.text("MessageDeduplicationId")));
        return "SNS message " + answer.messageId();
    }

    private static MessageAttributeValue attribute(String name, String value) {
        return MessageAttributeValue.builder()
                .dataType(NUMBERS.contains(name) ? "Number" : "String")
                .stringValue(value)
                .build();
    }
}
