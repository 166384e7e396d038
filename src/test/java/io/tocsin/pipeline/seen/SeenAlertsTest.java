package io.tocsin.pipeline.seen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.store.corridor.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SeenAlertsTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final String FIRING = SeenAlerts.key("disk full on db 1", "v1/firing/critical");
    private static final String RESOLVED = SeenAlerts.key("disk full on db 1", "v1/resolved/critical");
    private static final String OTHER_RULES = SeenAlerts.key("disk full on db 1", "v2/firing/critical");

    private final SettableClock clock = new SettableClock(NOW);
    private final SeenAlerts seen = new SeenAlerts(1_000, clock);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void lookingRemembersNothing() {
        assertThat(seen.add(exchange, FIRING)).isTrue();
        assertThat(seen.add(exchange, FIRING)).isTrue();
        assertThat(exchange.getProperty(SeenAlerts.FOUND)).isNull();
    }

    @Test
    void theSameStateIsADuplicateUntilTheEndThatTheStoreGave() {
        SeenAlert minute = until(60);
        seen.put(FIRING, minute);

        assertThat(seen.add(exchange, FIRING)).isFalse();
        assertThat(exchange.getProperty(SeenAlerts.FOUND)).isSameAs(minute);
        clock.advance(Duration.ofSeconds(59));
        assertThat(seen.add(exchange, FIRING)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(seen.add(exchange, FIRING)).isTrue();
        assertThat(exchange.getProperty(SeenAlerts.FOUND)).isNull();
    }

    @Test
    void anotherStateOrOtherRulesAreNewsAndTakeItsPlaceOnceCommitted() {
        seen.put(FIRING, until(60));

        assertThat(seen.add(exchange, RESOLVED)).isTrue();
        assertThat(seen.add(exchange, OTHER_RULES)).isTrue();
        assertThat(seen.add(exchange, FIRING)).isFalse();
        seen.put(RESOLVED, until(60));
        assertThat(seen.add(exchange, FIRING)).isTrue();
    }

    /** What Camel takes back after a failure was never there, and what the store said before stands. */
    @Test
    void aFailureTakesNothingBack() {
        seen.put(FIRING, until(60));

        seen.remove(FIRING);

        assertThat(seen.contains(FIRING)).isTrue();
    }

    @Test
    void theCacheOfAMillionAlertsStaysWithinItsBound() {
        for (int i = 0; i < 100_000; i++) {
            seen.put(SeenAlerts.key("f" + i, "v1/firing/low"), until(60));
        }

        assertThat(seen.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aCacheOfNoneKnowsNothing() {
        SeenAlerts none = new SeenAlerts(0, clock);
        none.put(FIRING, until(60));

        assertThat(none.size()).isZero();
        assertThat(none.add(exchange, FIRING)).isTrue();
    }

    private static SeenAlert until(long seconds) {
        return new SeenAlert("alr_1", 7, NOW.plusSeconds(seconds), JsonNodeFactory.instance.arrayNode());
    }
}
