package io.tocsin.source.sqs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.support.ScheduledPollConsumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A queue that the hub takes events from.
 *
 * @param name how operators call it: the source's name, with the queue's behind a colon where a source has several queues
 * @param source the hub's source
 * @param queue the queue's own name
 * @param account whose it is, where the route says
 * @param address its URL, where the route says
 * @param client reaches it, and its dead letters, with the source's own credentials
 * @param deadLetters the ARN of its dead-letter queue, where the route says; else its redrive policy is asked
 */
public record SourceQueue(
        String name,
        String source,
        String queue,
        Optional<String> account,
        Optional<String> address,
        SqsClient client,
        Optional<String> deadLetters) {

    /** Those that the running routes consume from, by name. */
    public static List<SourceQueue> of(CamelContext context) {
        Map<String, List<SourceQueue>> bySource = context.getRoutes().stream()
                .flatMap(SourceQueue::of)
                .collect(Collectors.groupingBy(SourceQueue::source));
        return bySource.values().stream()
                .flatMap(SourceQueue::named)
                .sorted(Comparator.comparing(SourceQueue::name))
                .toList();
    }

    private static Stream<SourceQueue> of(Route route) {
        if (!(route.getEndpoint() instanceof Sqs2Endpoint endpoint)) {
            return Stream.empty();
        }
        Optional<SqsIntake> intake = Optional.of(route.getConsumer())
                .filter(ScheduledPollConsumer.class::isInstance)
                .map(consumer -> ((ScheduledPollConsumer) consumer).getPollStrategy())
                .filter(SqsIntake.class::isInstance)
                .map(SqsIntake.class::cast);
        Sqs2Configuration told = endpoint.getConfiguration();
        String source =
                intake.map(SqsIntake::getSource).filter(name -> !name.isBlank()).orElse(route.getRouteId());
        return Stream.of(new SourceQueue(
                source,
                source,
                told.getQueueName(),
                Optional.ofNullable(told.getQueueOwnerAWSAccountId()),
                Optional.ofNullable(told.getQueueUrl()),
                endpoint.getClient(),
                intake.flatMap(SqsIntake::deadLetters)));
    }

    private static Stream<SourceQueue> named(List<SourceQueue> ofOneSource) {
        return ofOneSource.size() == 1
                ? ofOneSource.stream()
                : ofOneSource.stream().map(one -> one.called(one.source + ":" + one.queue));
    }

    private SourceQueue called(String other) {
        return new SourceQueue(other, source, queue, account, address, client, deadLetters);
    }

    /** Its URL, which SQS is asked for where the route doesn't say. @throws QueueAccessException if SQS doesn't tell */
    String url() {
        return address.orElseGet(() -> {
            try {
                return client.getQueueUrl(
                                request -> request.queueName(queue).queueOwnerAWSAccountId(account.orElse(null)))
                        .queueUrl();
            } catch (SdkException failure) {
                throw QueueAccessException.of(failure, "sqs:GetQueueUrl", queue);
            }
        });
    }

    /** The address of another queue beside this one: SQS has a queue and its dead letters in one account and region. */
    String urlOf(String other) {
        String url = url();
        return url.substring(0, url.lastIndexOf('/') + 1) + other;
    }
}
