package io.tocsin.source.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that no broker answers, and once that one does again. A poll says neither: without brokers it comes back empty.
 *
 * <p>The measure is the group's heartbeat, every 3 s as long as a broker leads the group; Kafka's client counts in
 * {@code last-heartbeat-seconds-ago}, -1 before the first.
 */
final class BrokerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final String MEASURE = "last-heartbeat-seconds-ago";
    private static final long SILENCE_SECONDS = 15;

    private final String source;
    private final String brokers;
    private final LongSupplier nanos;
    private Optional<Metric> heartbeat = Optional.empty();
    private long looked;
    private long heard;
    private boolean silent;

    BrokerWatch(String source, String brokers, LongSupplier nanos) {
        this.source = source;
        this.brokers = brokers;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
        this.heard = looked;
    }

    /** Looks once a second; what it says goes to the log. */
    void look(Map<MetricName, ? extends Metric> metrics) {
        long now = nanos.getAsLong();
        if (now - looked < TimeUnit.SECONDS.toNanos(1)) {
            return;
        }
        looked = now;
        if (heartbeat.isEmpty()) {
            heartbeat = find(metrics);
        }
        if (heartbeat.filter(BrokerWatch::isFresh).isPresent()) {
            heard = now;
            if (silent) {
                silent = false;
                LOG.info("Kafka source {}: a broker of {} answers again", source, brokers);
            }
        } else if (!silent && now - heard > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
            silent = true;
            LOG.warn(
                    "Kafka source {}: no broker of {} answers. It goes on trying, and everything else works",
                    source,
                    brokers);
        }
    }

    /** Whether it has said so, and not yet the opposite. */
    boolean isSilent() {
        return silent;
    }

    private static Optional<Metric> find(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(MEASURE))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    private static boolean isFresh(Metric metric) {
        return metric.metricValue() instanceof Number seconds
                && seconds.doubleValue() >= 0
                && seconds.doubleValue() < SILENCE_SECONDS;
    }
}
