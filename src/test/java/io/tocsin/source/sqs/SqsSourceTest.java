package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.BodyBytes;
import io.tocsin.source.accept.HeldInbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
@Tag("slow")
class SqsSourceTest {
    private final HeldInbox inbox = new HeldInbox();
    private final CamelContext context = new DefaultCamelContext();
    private final BodyBytes bodies = new BodyBytes(240_000);
    private Queue queue;

    @BeforeEach
    void start() throws Exception {
        queue = new Queue();
        context.addComponent("inbox", inbox);
        SourceBeans.bindTo(context.getRegistry(), bodies);
        context.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/sources/sqs.camel.yaml"));
    }

    @AfterEach
    void stop() {
        inbox.close();
        context.stop();
        queue.close();
    }

    @Test
    void aMessageIsDeletedOnlyAfterTheCommit() throws Exception {
        inbox.hold();
        queue.send(IntStream.range(0, 10).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new));
        run(Map.of());

        // All ten are in the committer's hands together: they can share one commit.
        soon().until(() -> inbox.pending() == 10);
        assertThat(queue.waitingAndTaken()).isEqualTo(List.of(0, 10));

        inbox.release();
        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(inbox.drafts).hasSize(10);
    }

    @Test
    void whatAQueueBringsHasTheIdentityOfItsRoute() throws Exception {
        queue.send("{\"n\":1}");
        run(Map.of("identity", "am-pair"));
        soon().until(() -> inbox.drafts.size() == 1);
        assertThat(inbox.drafts)
                .extracting(EventDraft::source, EventDraft::identity)
                .containsExactly(tuple("aws", "am-pair"));
    }

    @Test
    void slowCommitsDoNotDrawTheQueueIntoMemory() throws Exception {
        inbox.hold();
        queue.send(IntStream.range(0, 60).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new));
        run(Map.of("maxInFlight", "20", "concurrentConsumers", "3"));

        soon().until(() -> inbox.pending() == 20);
        // Longer than a poll takes; were there no bound, all sixty would be here by now.
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> inbox.pending() == 20);
        assertThat(queue.waitingAndTaken()).isEqualTo(List.of(40, 20));

        inbox.release();
        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(inbox.drafts).hasSize(60);
    }

    /** Each costs three times its 10 kB until it is deleted. */
    @Test
    void largeMessagesAreFetchedOnlyWhileThereIsRoomForThem() throws Exception {
        inbox.hold();
        queue.send(IntStream.range(0, 40)
                .mapToObj(n -> "{\"n\":" + n + ",\"text\":\"" + "x".repeat(10_000) + "\"}")
                .toArray(String[]::new));
        run(Map.of("maxInFlight", "100"));

        soon().until(() -> inbox.pending() == 10);
        // Longer than a poll takes; were there no bound, all forty would be here by now.
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> inbox.pending() == 10);
        assertThat(queue.waitingAndTaken()).isEqualTo(List.of(30, 10));

        inbox.release();
        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(inbox.drafts).hasSize(40);
        soon().until(() -> bodies.held() == 0);
    }

    @Test
    void deletingIsNotTheCommittersWork() throws Exception {
        queue.send("{\"n\":1}");
        Set<String> finishers = ConcurrentHashMap.newKeySet();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCompletedEvent) {
                    finishers.add(Thread.currentThread().getName());
                }
            }
        });
        run(Map.of());

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)) && !finishers.isEmpty());
        assertThat(finishers).allMatch(name -> name.contains("sqs-delete"));
    }

    @Test
    void aFailureLeavesTheMessageAndItComesAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        inbox.judge(draft -> {
            if (tries.incrementAndGet() == 1) {
                throw new StoreUnavailableException("away");
            }
            return new Accepted("e", Accepted.Status.ACCEPTED);
        });
        queue.send("{\"n\":1}");
        run(Map.of("visibilityTimeout", "2"));

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(tries).hasValue(2);
        assertThat(inbox.drafts.get(0).externalId())
                .isEqualTo(inbox.drafts.get(1).externalId());
    }

    @Test
    void poisonDoesNotHoldUpItsBatch() throws Exception {
        queue.send("{\"n\":1}", "not json", "{\"a\":1,\"a\":2}", "{\"n\":2}");
        run(Map.of());

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(inbox.drafts)
                .extracting(SqsSourceTest::text)
                .containsExactlyInAnyOrder("{\"n\":1}", "\"not json\"", "\"{\\\"a\\\":1,\\\"a\\\":2}\"", "{\"n\":2}");
    }

    /** CVE-2026-46456. The attributes are asked for here, which the template never does, so that the filter has to work. */
    @Test
    void hostileAttributesBecomeNoHeader() throws Exception {
        Map<String, String> hostile = Map.of(
                "CamelHttpUri", "http://evil",
                "camelhttpuri", "http://evil",
                "To", "a@evil",
                "mail.smtp.host", "evil",
                "CamelAwsSqsAttributes2", "evil",
                "foo", "bar");
        // In place of the real one it would keep the message from ever being deleted.
        Map<String, String> all = new HashMap<>(hostile);
        all.put("CamelAwsSqsReceiptHandle", "stolen");
        String file = Files.readString(Path.of("routes/sources/sqs.camel.yaml"))
                .replace("id: sqs-source", "id: sqs-all")
                .replace("greedy: true", "greedy: true\n          messageAttributeNames: All");
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("all.camel.yaml", file));
        queue.sendWith("{\"n\":1}", all);
        run("sqs-all", Map.of());

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(inbox.headers).hasSize(1);
        assertThat(inbox.headers.get(0).keySet()).doesNotContainAnyElementsOf(hostile.keySet());
        assertThat(inbox.headers.get(0).keySet()).allMatch(name -> name.startsWith("CamelAwsSqs"));
    }

    @Test
    void envelopesOfSnsAndEventBridgeAreTakenOffEndToEnd() throws Exception {
        String inside = "{\"id\":\"c4\",\"detail-type\":\"X\",\"source\":\"aws.x\",\"account\":\"1\",\"detail\":{}}";
        String envelope = "{\"Type\":\"Notification\",\"MessageId\":\"m1\",\"TopicArn\":\"arn:t\",\"Message\":\""
                + inside.replace("\"", "\\\"") + "\"}";
        queue.send(envelope);
        run(Map.of());

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        EventDraft draft = inbox.drafts.get(0);
        assertThat(text(draft)).isEqualTo(inside);
        assertThat(draft.externalId()).contains("eventbridge:c4");
        assertThat(draft.source()).isEqualTo("aws");
        assertThat(draft.attributes()).containsEntry("sns-topic", "arn:t").containsKey("sqs-message-id");
    }

    /** A poll can't be called back, so a stop waits for the one under way: waitTime is what a stop may take, and no more. */
    @Test
    void aStopWaitsForThePollUnderWayAndNoLonger() throws Exception {
        context.getShutdownStrategy().setTimeout(30);
        queue.send("{\"n\":1}");
        run(Map.of("waitTime", "3"));
        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));

        long began = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void pendingMessagesAreCommittedAndDeletedBeforeTheStop() throws Exception {
        inbox.hold();
        queue.send("{\"n\":1}", "{\"n\":2}");
        run(Map.of());
        soon().until(() -> inbox.pending() == 2);

        Thread stopping = new Thread(context::stop, "stopping");
        stopping.start();
        soon().until(() -> context.isStopping());
        inbox.release();
        stopping.join(20_000);

        assertThat(stopping.isAlive()).isFalse();
        assertThat(queue.waitingAndTaken()).isEqualTo(List.of(0, 0));
    }

    private void run(Map<String, Object> parameters) throws Exception {
        run("sqs-source", parameters);
    }

    private void run(String template, Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of(
                "source", "aws",
                "queue", "events",
                "queueUrl", queue.url,
                "waitTime", "1",
                "overrideEndpoint", "true",
                "endpoint", queue.endpoint,
                "defaultCredentials", "false",
                "accessKey", "x",
                "secretKey", "x"));
        all.putAll(parameters);
        context.start();
        context.addRouteFromTemplate("source-aws", template, all);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
