package io.tocsin.source.sns;

import io.tocsin.model.event.Arrival;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.EventsProtocol;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How SNS speaks over HTTP(S): JSON that it calls text, in which a notification's message is an event, and questions about
 * subscriptions. Only behind a {@link SnsProof} with the same topics.
 */
public final class SnsProtocol implements Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(SnsProtocol.class);

    private final EventsProtocol events = new EventsProtocol();
    private Fetch fetch;
    private List<SnsTopic> topics = List.of();
    private SnsSubscriptions subscriptions;

    /** Confirmations go to AWS. */
    public SnsProtocol() {
        this(new HttpFetch(AddressGuard.allowing("")));
    }

    SnsProtocol(Fetch fetch) {
        this.fetch = fetch;
        this.subscriptions = new SnsSubscriptions(fetch, List.of());
    }

    /** @param arns the topics whose subscriptions are confirmed, with commas or white space between */
    public void setTopics(String arns) {
        this.topics = SnsTopic.list(arns);
        this.subscriptions = new SnsSubscriptions(fetch, topics);
    }

    /** @param allowed networks of one's own in which AWS is reached, as {@link AddressGuard#allowing} reads them */
    public void setNetworks(String allowed) {
        this.fetch = new HttpFetch(AddressGuard.allowing(allowed));
        this.subscriptions = new SnsSubscriptions(fetch, topics);
    }

    @Override
    public Heard hear(Arrival arrival) {
        SnsMessage message;
        try {
            message = SnsMessage.read(arrival.body());
        } catch (IOException e) {
            return new Heard.Refused(Problem.of(422, "Unprocessable content", "no message of SNS: " + e.getMessage()));
        }
        return switch (message.type()) {
            case NOTIFICATION -> events.hear(asJson(arrival));
            case SUBSCRIPTION -> new Heard.Aside(confirm(message));
            case UNSUBSCRIPTION -> {
                subscriptions.ended(message);
                yield new Heard.Aside(CompletableFuture.completedStage(Answer.empty(200)));
            }
        };
    }

    /** SNS repeats what is answered with a 5xx. */
    private CompletionStage<Answer> confirm(SnsMessage message) {
        return subscriptions
                .confirm(message)
                .thenApply(done -> Answer.empty(200))
                .exceptionally(failure -> {
                    LOG.warn(
                            "Can't confirm the subscription to {}: {}",
                            message.topic().arn(),
                            failure.toString());
                    return Answer.of(Problem.of(503, "Not confirmed", "the subscription can't be confirmed now"));
                });
    }

    private static Arrival asJson(Arrival arrival) {
        return new Arrival(
                arrival.source(),
                "application/json",
                Map.of(),
                Optional.empty(),
                arrival.messageId(),
                arrival.body(),
                arrival.attributes(),
                arrival.identity());
    }
}
