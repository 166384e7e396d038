package io.tocsin.source.sns;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions to topics: confirmed for those on the list and no others. The message only says which topic and brings the
 * token; the address is built here, so that nothing else than SNS's own host is ever asked.
 */
final class SnsSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(SnsSubscriptions.class);

    private final Fetch fetch;
    private final List<SnsTopic> topics;

    SnsSubscriptions(Fetch fetch, List<SnsTopic> topics) {
        this.fetch = fetch;
        this.topics = List.copyOf(topics);
    }

    /**
     * Confirms a subscription. Doing so again changes nothing.
     *
     * @param message a {@link SnsMessage.Type#SUBSCRIPTION} that is believed
     * @return fails with an {@link IOException} where SNS can't be asked or says no, or where the topic is not listed
     */
    CompletionStage<Void> confirm(SnsMessage message) {
        SnsTopic topic = message.topic();
        boolean own = message.subscribeUrl().filter(topic::ownsConfirmation).isPresent();
        if (!topics.contains(topic) || !own || message.token().isEmpty()) {
            return CompletableFuture.failedStage(new IOException("a subscription that is not ours to confirm"));
        }
        URI address = URI.create("https://" + topic.host() + "/?Action=ConfirmSubscription&TopicArn=" + topic.arn()
                + "&Token=" + message.token().get());
        return fetch.get(address).thenAccept(done -> LOG.info("Subscribed to {}", topic.arn()));
    }

    /** Tells the operator. Whoever ended the subscription had the right to, so it isn't taken up again. */
    void ended(SnsMessage message) {
        LOG.warn(
                "The subscription to {} was ended: its messages don't come here any more. Subscribe again if that was not"
                        + " meant",
                message.topic().arn());
    }
}
