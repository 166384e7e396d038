package io.tocsin.source.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.aws.access.QueueName;
import io.tocsin.source.sqs.QueueReport.Move;
import io.tocsin.source.sqs.QueueReport.Peeked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The dead-letter queue of one source queue, reached with that source's credentials. Blocks for as long as SQS takes, 10 s
 * a call at most.
 *
 * @param arn its ARN
 * @param url its URL
 * @param client reaches it
 */
record DeadLetterQueue(String arn, String url, SqsClient client) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AwsRequestOverrideConfiguration SOON = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(10))
            .build();
    /** Seconds for which a message that is looked at is hidden from others, if it can't be given back before. */
    private static final int LOOK = 20;

    private static final int BATCH = 10;

    /** The one that the route names, else the one of the queue's redrive policy; empty where it has none. */
    static Optional<DeadLetterQueue> of(SourceQueue queue) {
        return queue.deadLetters()
                .or(() -> redrivePolicy(queue))
                .map(arn ->
                        new DeadLetterQueue(arn, queue.urlOf(QueueName.of(arn).name()), queue.client()));
    }

    private static Optional<String> redrivePolicy(SourceQueue queue) {
        String url = queue.url();
        String policy = call("sqs:GetQueueAttributes", url, () -> queue.client()
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(QueueAttributeName.REDRIVE_POLICY)
                        .overrideConfiguration(SOON))
                .attributes()
                .getOrDefault(QueueAttributeName.REDRIVE_POLICY, "{}"));
        try {
            return Optional.ofNullable(
                    JSON.readTree(policy).path("deadLetterTargetArn").textValue());
        } catch (JsonProcessingException e) {
            throw new QueueAccessException("the redrive policy of " + url + " is not JSON: " + policy);
        }
    }

    /** About how many wait, and how many somebody has taken. */
    long[] depth() {
        Map<QueueAttributeName, String> counts =
                call("sqs:GetQueueAttributes", arn, () -> client.getQueueAttributes(request -> request.queueUrl(url)
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
                                .overrideConfiguration(SOON))
                        .attributes());
        return new long[] {
            Long.parseLong(counts.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")),
            Long.parseLong(counts.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"))
        };
    }

    /** At most so many of its messages, which are given back at once; those that others have taken don't show. */
    List<Peeked> peek(int max) {
        Map<String, Message> seen = new LinkedHashMap<>();
        try {
            boolean more = true;
            while (more && seen.size() < max) {
                int room = Math.min(BATCH, max - seen.size());
                List<Message> batch =
                        call("sqs:ReceiveMessage", arn, () -> client.receiveMessage(request -> request.queueUrl(url)
                                        .maxNumberOfMessages(room)
                                        .visibilityTimeout(LOOK)
                                        .waitTimeSeconds(1) // a long poll asks every server of AWS's, a short one a few
                                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                        .overrideConfiguration(SOON))
                                .messages());
                int before = seen.size();
                batch.forEach(message -> seen.put(message.messageId(), message));
                more = seen.size() > before;
            }
        } finally {
            giveBack(new ArrayList<>(seen.values()));
        }
        return seen.values().stream().map(DeadLetterQueue::peeked).toList();
    }

    /** Without the permission to, they show again after {@value #LOOK} s by themselves. */
    private void giveBack(List<Message> messages) {
        for (int from = 0; from < messages.size(); from += BATCH) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : messages.subList(from, Math.min(from + BATCH, messages.size()))) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("n" + entries.size())
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)
                        .build());
            }
            try {
                client.changeMessageVisibilityBatch(
                        request -> request.queueUrl(url).entries(entries).overrideConfiguration(SOON));
            } catch (SdkException later) {
                return;
            }
        }
    }

    private static Peeked peeked(Message message) {
        Map<MessageSystemAttributeName, String> facts = message.attributes();
        return new Peeked(
                message.messageId(),
                Instant.ofEpochMilli(
                        Long.parseLong(facts.getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"))),
                Integer.parseInt(facts.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "0")),
                message.body());
    }

    /** Has SQS move everything back to the queues that it came from. @return SQS's handle of the task */
    String redrive() {
        return call("sqs:StartMessageMoveTask", arn, () -> client.startMessageMoveTask(
                        request -> request.sourceArn(arn).overrideConfiguration(SOON))
                .taskHandle());
    }

    /** The last task that moved messages back. */
    Optional<Move> lastMove() {
        return call("sqs:ListMessageMoveTasks", arn, () -> client
                .listMessageMoveTasks(
                        request -> request.sourceArn(arn).maxResults(1).overrideConfiguration(SOON))
                .results()
                .stream()
                .findFirst()
                .map(task -> new Move(
                        String.valueOf(task.status()),
                        Optional.ofNullable(task.approximateNumberOfMessagesMoved())
                                .orElse(0L),
                        Instant.ofEpochMilli(
                                Optional.ofNullable(task.startedTimestamp()).orElse(0L)),
                        Optional.ofNullable(task.failureReason()).orElse(""))));
    }

    private static <T> T call(String action, String queue, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw QueueAccessException.of(failure, action, queue);
        }
    }
}
