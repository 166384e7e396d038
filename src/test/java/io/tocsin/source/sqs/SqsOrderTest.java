package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.HeldInbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What an SQS source does with time and with order. */
@Timeout(90)
@Tag("slow")
class SqsOrderTest {
    private final HeldInbox inbox = new HeldInbox();
    private final CamelContext context = new DefaultCamelContext();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final Set<String> failOnce = ConcurrentHashMap.newKeySet();
    private Queue queue;

    @AfterEach
    void stop() {
        inbox.close();
        context.stop();
        queue.close();
    }

    @Test
    void aMessageThatFailedIsNotOvertakenByALaterOneOfItsGroup() throws Exception {
        fifo();
        for (int n = 1; n <= 4; n++) {
            queue.sendTo("a", "{\"a\":" + n + "}");
            queue.sendTo("b", "{\"b\":" + n + "}");
        }
        failOnce.addAll(List.of("{\"a\":1}", "{\"b\":3}"));
        run("events.fifo", Map.of("visibilityTimeout", "2"));

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        // A slow machine's delete may come too late and the message again, which the store knows for a repeat.
        assertThat(stored.stream().filter(text -> text.contains("a")).distinct())
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}");
        assertThat(stored.stream().filter(text -> text.contains("b")).distinct())
                .containsExactly("{\"b\":1}", "{\"b\":2}", "{\"b\":3}", "{\"b\":4}");
        // Group b went on while a's first message was waiting to come again.
        assertThat(stored.indexOf("{\"b\":1}")).isLessThan(stored.indexOf("{\"a\":1}"));
    }

    @Test
    void aPoisonMessageDoesNotHoldUpItsGroup() throws Exception {
        fifo();
        queue.sendTo("a", "{\"a\":1}");
        queue.sendTo("a", "not-json");
        queue.sendTo("a", "{\"a\":2}");
        run("events.fifo", Map.of());

        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(stored).containsExactly("{\"a\":1}", "\"not-json\"", "{\"a\":2}");
    }

    @Test
    void aGroupWaitsForTheCommitAndNotOnlyForItsTurn() throws Exception {
        fifo();
        inbox.hold();
        queue.sendTo("a", "{\"a\":1}");
        queue.sendTo("a", "{\"a\":2}");
        run("events.fifo", Map.of());

        soon().until(() -> inbox.pending() == 1);
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> inbox.pending() == 1);
        inbox.release();
        soon().until(() -> stored.size() == 2);
        assertThat(stored).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void aMessageThatWaitsForTheStoreLongerThanItsVisibilityIsNotTakenTwice() throws Exception {
        standard();
        inbox.hold();
        queue.send("{\"n\":1}");
        run("events", Map.of("visibilityTimeout", "5"));

        soon().until(() -> inbox.pending() == 1);
        // Without the extension it would be taken again after 5 s.
        await().during(Duration.ofSeconds(9)).atMost(Duration.ofSeconds(12)).until(() -> inbox.pending() == 1);

        inbox.release();
        soon().until(() -> queue.waitingAndTaken().equals(List.of(0, 0)));
        assertThat(stored).containsExactly("{\"n\":1}");
    }

    private void fifo() {
        queue = new Queue("events.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        judge();
    }

    private void standard() {
        queue = new Queue();
        judge();
    }

    private void judge() {
        inbox.judge(draft -> {
            if (failOnce.remove(text(draft))) {
                throw new StoreUnavailableException("away");
            }
            stored.add(text(draft));
            return new Accepted("e", Accepted.Status.ACCEPTED);
        });
    }

    private void run(String name, Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of(
                "source", "aws",
                "queue", name,
                "queueUrl", queue.url,
                "waitTime", "1",
                "endpoint", queue.endpoint,
                "accessKey", "x",
                "secretKey", "x"));
        all.putAll(parameters);
        context.addComponent("inbox", inbox);
        SourceBeans.bindTo(context.getRegistry());
        context.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/sources/sqs.camel.yaml"));
        context.start();
        context.addRouteFromTemplate("source-aws", "sqs-source", all);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
