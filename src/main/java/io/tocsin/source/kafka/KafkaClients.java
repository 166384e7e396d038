package io.tocsin.source.kafka;

import io.tocsin.source.accept.BodyBytes;
import java.util.List;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka clients of one source: makes them, and tells them which records are stored, so that they commit these offsets
 * and no others.
 *
 * <p>One instance per route: it is the endpoint's {@code kafkaClientFactory} and {@code kafkaManualCommitFactory}, and the
 * route's last step, after {@code inbox:events}.
 */
public class KafkaClients extends DefaultKafkaClientFactory implements KafkaManualCommitFactory, Processor {
    /** Variable of a batch: what to call once it is stored, one {@link KafkaManualCommit} a partition. */
    static final String OFFSETS = "offsets";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);

    private final BodyBytes bodies;
    private String source = "";
    private volatile String trouble = "";

    /** @param bodies what all that arrives may cost in memory */
    public KafkaClients(BodyBytes bodies) {
        this.bodies = bodies;
    }

    /** @param source the source's name in the hub, for the log */
    public void setSource(String source) {
        this.source = source;
    }

    /** The source's name in the hub. */
    public String getSource() {
        return source;
    }

    /** Makes one; where that fails (a broker's name that nobody knows) Camel asks again after 5 s. */
    @Override
    public Consumer<?, ?> getConsumer(Properties settings) {
        try {
            bound(settings);
            SteadyConsumer consumer = new SteadyConsumer(source, settings, bodies);
            trouble = "";
            return consumer;
        } catch (KafkaException e) {
            String why = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
            if (!why.equals(trouble)) {
                trouble = why;
                LOG.warn(
                        "Kafka source {} can't begin with {}: {}. It goes on trying, and everything else works",
                        source,
                        settings.getProperty("bootstrap.servers"),
                        why);
            }
            throw e;
        }
    }

    /** What the client fetches ahead is in memory, too: 50 MB of each broker unless it is told less. */
    private void bound(Properties settings) {
        for (String most :
                List.of(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG)) {
            int told = Integer.parseInt(String.valueOf(settings.getOrDefault(most, Integer.MAX_VALUE)));
            settings.put(most, String.valueOf(Math.max(1, Math.min(told, bodies.atOnce()))));
        }
    }

    @Override
    public KafkaManualCommit newInstance(
            CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager ignored) {
        SteadyConsumer consumer = (SteadyConsumer) exchange.consumer;
        return () -> consumer.stored(record.partition, record.recordOffset);
    }

    /** The batch is stored. Any thread may tell: it only notes the offsets, the consumer's next poll commits them. */
    @Override
    public void process(Exchange batch) {
        List<?> offsets = batch.getVariable(OFFSETS, List.class);
        offsets.forEach(offset -> ((KafkaManualCommit) offset).commit());
    }
}
