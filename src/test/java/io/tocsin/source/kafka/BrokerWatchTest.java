package io.tocsin.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final BrokerWatch watch = new BrokerWatch("kafka", "127.0.0.1:1", nanos::get);
    private double secondsAgo = -1;

    @Test
    void saysNothingWhileAStartMayStillSucceed() {
        after(15);
        assertThat(watch.isSilent()).isFalse();
    }

    @Test
    void saysThatNobodyAnswersAndThatSomebodyDoesAgain() {
        after(16);
        assertThat(watch.isSilent()).isTrue();
        secondsAgo = 2;
        after(1);
        assertThat(watch.isSilent()).isFalse();
        secondsAgo = 15;
        after(14);
        assertThat(watch.isSilent()).isFalse();
        after(2);
        assertThat(watch.isSilent()).isTrue();
    }

    private void after(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        MetricName name = new MetricName("last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of());
        watch.look(Map.of(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return secondsAgo;
            }
        }));
    }
}
