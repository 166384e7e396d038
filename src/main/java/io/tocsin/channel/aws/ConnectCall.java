package io.tocsin.channel.aws;

import io.tocsin.aws.access.AwsSettings;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.StartOutboundVoiceContactResponse;

/**
 * Has Amazon Connect call a phone. The body is the request: {@code {DestinationPhoneNumber, ContactFlowId, InstanceId,
 * SourcePhoneNumber, QueueId, ClientToken, Attributes}}. While the call with that {@code ClientToken} is going on, Connect
 * starts no second one.
 *
 * @see <a href="https://docs.aws.amazon.com/connect/latest/APIReference/API_StartOutboundVoiceContact.html">
 *     StartOutboundVoiceContact</a>
 */
public final class ConnectCall extends AwsSend {
    private final ConnectClient client;

    /**
     * A caller with a client of its own.
     *
     * @param settings as {@link SesSend} takes them, and {@code instance}: an ARN tells the region
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public ConnectCall(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        this.client = own(AwsClients.with(ConnectClient.builder(), aws, AwsSettings.regionOf(aws.value("instance"))));
    }

    @Override
    String send(Exchange exchange) throws IOException {
        AwsRequest request = AwsRequest.of(exchange);
        Map<String, String> attributes = request.map("Attributes", (name, value) -> value);
        StartOutboundVoiceContactResponse answer = client.startOutboundVoiceContact(
                call -> call.destinationPhoneNumber(request.text("DestinationPhoneNumber"))
                        .contactFlowId(request.text("ContactFlowId"))
                        .instanceId(request.text("InstanceId"))
                        .sourcePhoneNumber(request.text("SourcePhoneNumber"))
                        .queueId(request.text("QueueId"))
                        .clientToken(request.text("ClientToken"))
                        .attributes(attributes));
        return "Connect contact " + answer.contactId();
    }
}
