package io.tocsin.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.source.SourceBeans;
import io.tocsin.source.accept.BodyBytes;
import io.tocsin.source.accept.HeldInbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route against a real broker; each test has a topic and a group of its own. */
@Timeout(90)
@Tag("slow")
class KafkaSourceTest {
    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    private final String topic = "alerts" + TOPICS.incrementAndGet();
    private final HeldInbox inbox = new HeldInbox();
    private BodyBytes bodies = BodyBytes.ofHeap();
    private CamelContext context;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.in(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopic() {
        broker.topic(topic, 2);
    }

    @AfterEach
    void stop() {
        inbox.close();
        if (context != null) {
            context.stop();
        }
    }

    @Test
    void theRecordsOfOnePollOfAllPartitionsShareOneCommitAndAreCommittedAfterIt() throws Exception {
        inbox.hold();
        broker.send(topic, 0, numbered(0, 100));
        broker.send(topic, 1, numbered(100, 50));
        run(Map.of("maxPollRecords", "1000"));

        soon().until(() -> inbox.drafts.size() == 150);
        assertThat(inbox.pending()).as("exchanges that wait for a commit").isLessThanOrEqualTo(2);
        assertThat(committed()).isEmpty();

        inbox.release();
        soon().until(() -> committed().equals(Map.of(0, 100L, 1, 50L)));
        assertThat(inbox.drafts).hasSize(150);
    }

    @Test
    void aRecordIsHandedOnAtOnceThoughPollsLastASecond() throws Exception {
        run(Map.of());
        broker.send(topic, 0, "{\"n\":0}");
        soon().until(() -> inbox.drafts.size() == 1);

        long began = System.nanoTime();
        for (int n = 1; n <= 5; n++) {
            int expected = n + 1;
            broker.send(topic, 0, "{\"n\":" + n + "}");
            soon().pollInterval(Duration.ofMillis(2)).until(() -> inbox.drafts.size() == expected);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void anIdOfItsOwnWinsAndThePlaceIsTheIdOfTheRest() throws Exception {
        broker.send(
                topic,
                1,
                "{\"title\":\"disk full\"}",
                "[{\"a\":1},{\"a\":2}]",
                "{\"id\":\"c4\",\"detail-type\":\"X\",\"source\":\"aws.x\",\"account\":\"1\",\"detail\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/ci\",\"type\":\"x\"}");
        run(Map.of());

        soon().until(() -> inbox.drafts.size() == 5);
        List<String> ids = inbox.drafts.stream()
                .map(draft -> draft.externalId().orElseThrow())
                .toList();
        assertThat(ids.get(0)).matches("kafka:" + topic + "-1@0:\\d{13}");
        assertThat(ids.get(1)).matches("kafka:" + topic + "-1@1:\\d{13}/0");
        assertThat(ids.get(2)).matches("kafka:" + topic + "-1@1:\\d{13}/1");
        assertThat(ids.subList(3, 5)).containsExactly("eventbridge:c4", "ce:/ci 7");
        assertThat(inbox.drafts.get(0).attributes()).isEqualTo(Map.of("kafka-record", topic + "-1@0"));
        assertThat(inbox.drafts).extracting(EventDraft::source).containsOnly("kafka");
    }

    @Test
    void whileTheStoreRefusesNothingIsCommittedOrSkippedAndThenAllOfItIsStoredInOrder() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger refused = new AtomicInteger();
        inbox.judge(draft -> {
            if (away.get()) {
                refused.incrementAndGet();
                throw new StoreUnavailableException("away");
            }
            return new Accepted("e", Accepted.Status.ACCEPTED);
        });
        broker.send(topic, 0, numbered(0, 3));
        run(Map.of("maxPollRecords", "2"));
        soon().until(() -> refused.get() >= 2);
        broker.send(topic, 0, numbered(3, 3));
        soon().until(() -> refused.get() >= 3);
        assertThat(committed()).isEmpty();
        assertThat(inbox.drafts).as("only the first batch was tried").allMatch(draft -> text(draft)
                .matches("\\{\"n\":[01]}"));

        inbox.drafts.clear();
        away.set(false);
        soon().until(() -> committed().equals(Map.of(0, 6L)));
        assertThat(inbox.drafts)
                .extracting(KafkaSourceTest::text)
                .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    }

    @Test
    void recordsWhoseOffsetsWereNotCommittedComeAgainWithTheSameIds() throws Exception {
        inbox.judge(draft -> {
            throw new StoreUnavailableException("away");
        });
        broker.send(topic, 0, numbered(0, 5));
        run(Map.of());
        soon().until(() -> inbox.drafts.size() >= 5);
        List<String> first = ids().subList(0, 5);
        long began = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("a stop while the store is away")
                .isLessThan(Duration.ofSeconds(9));
        assertThat(committed()).isEmpty();

        inbox.drafts.clear();
        inbox.judge(draft -> new Accepted("e", Accepted.Status.ACCEPTED));
        run(Map.of());
        soon().until(() -> committed().equals(Map.of(0, 5L)));
        assertThat(ids()).isEqualTo(first);
    }

    @Test
    void poisonAndTombstonesDoNotHoldUpTheirBatch() throws Exception {
        broker.send(topic, 0, "{\"n\":1}", "not json", "");
        broker.send(new ProducerRecord<>(topic, 0, "deleted".getBytes(StandardCharsets.UTF_8), null));
        broker.send(new ProducerRecord<>(topic, 0, null, new byte[] {'{', (byte) 0xff, 0, 7}));
        broker.send(topic, 0, "{\"n\":2}");
        run(Map.of());

        soon().until(() -> committed().equals(Map.of(0, 6L)));
        assertThat(inbox.drafts)
                .extracting(KafkaSourceTest::text)
                .containsExactly("{\"n\":1}", "\"not json\"", "\"\"", "\"{\ufffd\\u0000\\u0007\"", "{\"n\":2}");
    }

    @Test
    void headersOfRecordsBecomeNoHeadersAndOnlyThoseThatWereAskedForAreKept() throws Exception {
        var record = new ProducerRecord<byte[], byte[]>(topic, 0, null, "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("CamelHttpUri", "camelhttpuri", "kafka.MANUAL_COMMIT", "To", "X-Team", "x-none")) {
            record.headers().add(new RecordHeader(name, "evil".getBytes(StandardCharsets.UTF_8)));
        }
        record.headers().add(new RecordHeader("x-null", null));
        record.headers().add(new RecordHeader("X-Team", "pay\u00e9".getBytes(StandardCharsets.UTF_8)));
        broker.send(record);
        run(Map.of("keepHeaders", "X-Team, x-null, x-missing"));

        soon().until(() -> committed().equals(Map.of(0, 1L)));
        assertThat(inbox.headers).containsExactly(Map.of());
        assertThat(inbox.drafts.get(0).attributes())
                .isEqualTo(Map.of("kafka-record", topic + "-0@0", "header.x-team", "pay\u00e9"));
    }

    @Test
    void aStopWaitsForTheCommitAndCommitsItsOffsets() throws Exception {
        inbox.hold();
        broker.send(topic, 0, numbered(0, 2));
        run(Map.of());
        soon().until(() -> inbox.pending() == 1);

        Thread stopping = new Thread(context::stop, "stopping");
        stopping.start();
        soon().until(() -> context.isStopping());
        inbox.release();
        stopping.join(20_000);

        assertThat(stopping.isAlive()).isFalse();
        assertThat(committed()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void partitionsThatMoveToAnotherMemberAreReadOnThere() throws Exception {
        broker.send(topic, 0, numbered(0, 10));
        broker.send(topic, 1, numbered(10, 10));
        run(Map.of());
        soon().until(() -> inbox.drafts.size() == 20);

        context.addRouteFromTemplate("source-second", "kafka-source", parameters(Map.of()));
        IntStream.range(0, 50).forEach(n -> broker.send(topic, n % 2, "{\"more\":" + n + "}"));
        soon().until(() -> committed().equals(Map.of(0, 35L, 1, 35L)));
        context.getRouteController().stopRoute("source-kafka");
        broker.send(topic, 0, "{\"last\":0}");
        broker.send(topic, 1, "{\"last\":1}");
        soon().until(() -> committed().equals(Map.of(0, 36L, 1, 36L)));
        assertThat(ids().stream().distinct()).hasSize(72);
    }

    @Test
    void aBrokerThatWentAwayIsFoundAgain() throws Exception {
        broker.send(topic, 0, "{\"n\":0}");
        run(Map.of());
        soon().until(() -> committed().equals(Map.of(0, 1L)));

        broker.stop();
        broker.start();
        broker.send(topic, 0, "{\"n\":1}");
        soon().until(() -> committed().equals(Map.of(0, 2L)));
        assertThat(ids().stream().distinct()).hasSize(2);
    }

    /** Fifty records of 10 kB cost 1.5 MB until they are stored; here there is room for 240 kB. */
    @Test
    void aBacklogIsFetchedAsThereIsRoomForItAndNothingIsSkipped() throws Exception {
        bodies = new BodyBytes(240_000);
        inbox.hold();
        broker.send(topic, 0, large(0, 30));
        broker.send(topic, 1, large(30, 20));
        run(Map.of());

        soon().until(() -> inbox.pending() == 1);
        assertThat(inbox.drafts).as("in one commit").hasSizeLessThanOrEqualTo(3);
        inbox.release();
        AtomicLong most = new AtomicLong();
        soon().pollInterval(Duration.ofMillis(1)).until(() -> {
            most.accumulateAndGet(bodies.held(), Math::max);
            return committed().equals(Map.of(0, 30L, 1, 20L));
        });

        assertThat(inbox.drafts).hasSize(50);
        assertThat(ids().stream().distinct()).hasSize(50);
        assertThat(most.get()).isLessThanOrEqualTo(240_000);
        soon().until(() -> bodies.held() == 0);
    }

    @Test
    void nothingIsFetchedWhileOthersHaveTheRoomAndThePartitionsStayItsOwn() throws Exception {
        bodies = new BodyBytes(240_000);
        BodyBytes.Share others = bodies.fetched(80_000);
        broker.send(topic, 0, "{\"n\":0}");
        run(Map.of());

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(inbox.drafts::isEmpty);
        others.giveBack();
        soon().until(() -> committed().equals(Map.of(0, 1L)));
    }

    private static String[] large(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> "{\"n\":" + n + ",\"text\":\"" + "x".repeat(10_000) + "\"}")
                .toArray(String[]::new);
    }

    private void run(Map<String, Object> parameters) throws Exception {
        context = new DefaultCamelContext();
        context.addComponent("inbox", inbox);
        SourceBeans.bindTo(context.getRegistry(), bodies);
        context.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/sources/kafka/kafka.camel.yaml"));
        context.start();
        context.addRouteFromTemplate("source-kafka", "kafka-source", parameters(parameters));
    }

    private Map<String, Object> parameters(Map<String, Object> more) {
        Map<String, Object> all =
                new HashMap<>(Map.of("source", "kafka", "topic", topic, "brokers", broker.address(), "groupId", topic));
        all.putAll(more);
        return all;
    }

    private Map<Integer, Long> committed() {
        return broker.committed(topic, topic);
    }

    private List<String> ids() {
        return inbox.drafts.stream()
                .map(draft -> draft.externalId().orElseThrow())
                .toList();
    }

    private static String[] numbered(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> "{\"n\":" + n + "}")
                .toArray(String[]::new);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
