package io.tocsin.pipeline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Property(tries = 200)
    void whatIsWrittenAndAddedUpIsAsIfItHadBeenOne(
            @ForAll @Size(min = 1, max = 40) long @LongRange(max = 40_000_000_000L) [] first,
            @ForAll @Size(max = 40) long @LongRange(max = 40_000_000_000L) [] second) {
        Durations both = new Durations();
        Durations one = new Durations();
        Durations other = new Durations();
        for (long millis : first) {
            both.add(Duration.ofMillis(millis));
            one.add(Duration.ofMillis(millis));
        }
        for (long millis : second) {
            both.add(Duration.ofMillis(millis));
            other.add(Duration.ofMillis(millis));
        }
        Durations sum = Durations.read(one.text());
        sum.add(other.text());
        assertThat(sum.text()).isEqualTo(both.text());
        assertThat(sum.count()).isEqualTo(first.length + second.length);
        assertThat(sum.percentile(95)).isEqualTo(both.percentile(95));
    }

    @Property(tries = 500)
    void aPercentileIsWithinSixPercent(@ForAll @LongRange(min = 32, max = 34_000_000_000L) long millis) {
        Durations durations = new Durations();
        durations.add(Duration.ofMillis(millis));
        long told = durations.percentile(50).toMillis();
        assertThat(Math.abs(told - millis)).isLessThanOrEqualTo(millis * 6 / 100 + 1);
    }

    @Test
    void whatAClockMadeNegativeIsNone() {
        Durations durations = new Durations();
        durations.add(Duration.ofSeconds(-5));
        assertThat(durations.text()).isEqualTo("0:1");
        assertThat(durations.percentile(99)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aReaderGetsSeconds() {
        Durations durations = Durations.read("20:99,4000:1");
        var node = new ObjectMapper().createObjectNode();
        durations.write(node);
        assertThat(node.path("p50").asDouble()).isEqualTo(0.02);
        assertThat(node.path("p99").asDouble()).isEqualTo(0.02);
        assertThat(node.path("max").asDouble()).isBetween(3.8, 4.2);
    }
}
