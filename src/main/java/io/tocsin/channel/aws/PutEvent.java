package io.tocsin.channel.aws;

import io.tocsin.aws.access.AwsSettings;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Puts one event on an EventBridge bus. The body is the entry: {@code {EventBusName, Source, DetailType, Detail}}.
 *
 * <p>EventBridge says in a 200 that it took nothing: {@code FailedEntryCount} with a code for each entry. camel-aws2-
 * eventbridge takes that for a success, and it wants a resource's ARN, which an incident has none of.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">The codes</a>
 */
public final class PutEvent extends AwsSend {
    private static final int OK = 200;

    private final EventBridgeClient client;

    /**
     * A sender with a client of its own.
     *
     * @param settings as {@link SesSend} takes them, and {@code bus}: an ARN tells the region
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public PutEvent(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        this.client = own(AwsClients.with(EventBridgeClient.builder(), aws, AwsSettings.regionOf(aws.value("bus"))));
    }

    @Override
    String send(Exchange exchange) throws IOException, SendRefusedException {
        AwsRequest request = AwsRequest.of(exchange);
        PutEventsResponse answer =
                client.putEvents(put -> put.entries(entry -> entry.eventBusName(request.text("EventBusName"))
                        .source(request.text("Source"))
                        .detailType(request.text("DetailType"))
                        .detail(request.text("Detail"))));
        PutEventsResultEntry result = answer.entries().isEmpty()
                ? PutEventsResultEntry.builder().build()
                : answer.entries().get(0);
        if (result.errorCode() != null || answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
            throw new SendRefusedException(failure(String.valueOf(result.errorCode()), result.errorMessage()));
        }
        return "EventBridge event " + result.eventId();
    }

    private static Failure failure(String code, String words) {
        FailureClass failureClass =
                switch (code) {
                    case "ThrottlingException" -> FailureClass.RATE_LIMITED;
                    case "InternalFailure", "InternalException", "null" -> FailureClass.TRANSIENT;
                    default -> FailureClass.PERMANENT;
                };
        return Failure.answered(failureClass, OK, code + ": " + words, Optional.empty());
    }
}
