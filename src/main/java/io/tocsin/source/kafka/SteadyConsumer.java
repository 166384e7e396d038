package io.tocsin.source.kafka;

import io.tocsin.source.accept.BodyBytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer, steady where Camel 4.17's use of it is not.
 *
 * <ul>
 *   <li>It commits offsets of stored records only. With {@code autoCommitEnable} Camel commits the position, and in batches
 *       the position is a poll ahead of what was processed: a crash would skip records.
 *   <li>A poll that fails rests 5 s and is tried again. Camel's strategies skip a record for each failure
 *       (ERROR_HANDLER, DISCARD), end for good at a refused login (RECONNECT, STOP), or ask thousands of times a second
 *       (RETRY).
 *   <li>A poll brings no more than has room in the budget that all sources share; what is beyond it stays with Kafka. While there
 *       is no room at all it fetches nothing, and stays a member of its group.
 *   <li>Camel hands a batch on when the next poll returns. After records that poll does not wait for more.
 * </ul>
 *
 * <p>Like its parent for one thread, but for {@link #stored}.
 */
final class SteadyConsumer extends KafkaConsumer<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyConsumer.class);
    private static final long REST = TimeUnit.SECONDS.toNanos(5);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(3);
    private static final Duration ROOM_WAIT = Duration.ofMillis(100);

    private final String source;
    private final BrokerWatch watch;
    private final BodyBytes bodies;
    private final Map<TopicPartition, OffsetAndMetadata> stored = new ConcurrentHashMap<>();
    private boolean handedOut;
    private String trouble = "";
    private boolean resting;
    private long restBegan;

    SteadyConsumer(String source, Properties settings, BodyBytes bodies) {
        super(settings);
        this.source = source;
        this.bodies = bodies;
        this.watch = new BrokerWatch(source, settings.getProperty("bootstrap.servers"), System::nanoTime);
    }

    /** This record and all before it in its partition are stored. For any thread; waits for nothing. */
    void stored(TopicPartition partition, long offset) {
        stored.merge(partition, new OffsetAndMetadata(offset + 1), SteadyConsumer::later);
    }

    private static OffsetAndMetadata later(OffsetAndMetadata one, OffsetAndMetadata other) {
        return one.offset() > other.offset() ? one : other;
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        if (resting && System.nanoTime() - restBegan < REST) {
            LockSupport.parkNanos(timeout.toNanos());
            return ConsumerRecords.empty();
        }
        try {
            commit();
            ConsumerRecords<Object, Object> records = bodies.hasRoom()
                    ? fitting(super.poll(handedOut ? Duration.ZERO : timeout), bodies.atOnce())
                    : pollNothing();
            handedOut = !records.isEmpty();
            resting = false;
            trouble = "";
            watch.look(metrics());
            return records;
        } catch (WakeupException | InterruptException stop) {
            throw stop;
        } catch (KafkaException e) {
            if (!e.toString().equals(trouble)) {
                trouble = e.toString();
                LOG.warn("Kafka source {} can't poll, and tries again every 5 s: {}", source, trouble);
            }
            handedOut = false;
            resting = true;
            restBegan = System.nanoTime();
            return ConsumerRecords.empty();
        }
    }

    /** As a poll, for the group and its offsets, but without records. */
    private ConsumerRecords<Object, Object> pollNothing() {
        Set<TopicPartition> all = assignment();
        pause(all);
        try {
            return fitting(super.poll(ROOM_WAIT), 0); // a partition that came just now is not paused
        } finally {
            Set<TopicPartition> still = new HashSet<>(all);
            still.retainAll(assignment());
            resume(still);
        }
    }

    /** As many of the records as there are bytes for, and begun ones whole; the others are fetched again later. */
    private ConsumerRecords<Object, Object> fitting(ConsumerRecords<Object, Object> polled, long bytes) {
        long left = bytes;
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> fitting = new LinkedHashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<Object, Object>> records = polled.records(partition);
            int taken = 0;
            while (taken < records.size() && left > 0) {
                left -= Math.max(0, records.get(taken).serializedValueSize());
                taken++;
            }
            if (taken > 0) {
                fitting.put(partition, records.subList(0, taken));
            }
            if (taken < records.size()) {
                seek(partition, records.get(taken).offset());
            }
        }
        return new ConsumerRecords<>(fitting);
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> due = takeStored();
        if (!due.isEmpty()) {
            commitAsync(due, this::committed);
        }
    }

    /** A commit that fails loses nothing: at worst the records come again, and are known. */
    private void committed(Map<TopicPartition, OffsetAndMetadata> due, Exception failure) {
        if (failure instanceof RetriableCommitFailedException) {
            due.forEach((partition, offset) -> stored.merge(partition, offset, SteadyConsumer::later));
        } else if (failure != null) {
            LOG.info("Kafka source {} could not commit {}: {}", source, due, failure.toString());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> takeStored() {
        Map<TopicPartition, OffsetAndMetadata> due = Map.copyOf(stored);
        due.forEach(stored::remove);
        return due;
    }

    /** Camel calls it when polling ends, at a stop or before it begins anew. */
    @Override
    public void unsubscribe() {
        Map<TopicPartition, OffsetAndMetadata> due = takeStored();
        try {
            if (!due.isEmpty()) {
                commitSync(due, LAST_COMMIT);
            }
        } catch (KafkaException e) {
            committed(due, e);
        }
        super.unsubscribe();
    }
}
