package io.tocsin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.FailureClass;
import io.tocsin.notice.NoticeKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

    private static final RateLimit NONE = new RateLimit(0, 1);

    @TempDir
    Path folder;

    private TestOutbox outbox;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aRateLimitIsSpentAtTheClaimAndRefillsWithTime() {
        Limits slack = new Limits("slack:1", "C1", new RateLimit(1, 3), NONE);
        for (int i = 1; i <= 6; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, "ops");
        }

        assertThat(outbox.claim(10, slack)).hasSize(3);
        assertThat(outbox.claim(10, slack)).isEmpty();
        outbox.clock.advance(Duration.ofMillis(999));
        assertThat(outbox.claim(10, slack)).isEmpty();
        outbox.clock.advance(Duration.ofMillis(1));
        assertThat(outbox.claim(10, slack)).hasSize(1);
        outbox.clock.advance(Duration.ofMinutes(1));
        assertThat(outbox.claim(10, slack)).hasSize(2);
    }

    @Test
    void whatWasPutOffByTheReceiverSpendsNoAttemptAndPausesItForAll() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        Delivery first = outbox.claim(1).get(0);
        outbox.settle(first, outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false));

        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofSeconds(39));
        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofSeconds(1));
        assertThat(outbox.claim(10)).hasSize(2).allMatch(delivery -> delivery.attempt() == 1);
    }
}
