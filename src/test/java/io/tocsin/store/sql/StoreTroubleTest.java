package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreTroubleTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final StoreTrouble trouble = new StoreTrouble(nanos::get);

    @Test
    void itHasNoCauseUntilSomethingFails() {
        trouble.worked();
        assertThat(trouble.cause()).isEmpty();
    }

    @Test
    void itsCauseIsTheInnermostWordsOfTheStore() {
        trouble.failed(new IllegalStateException("outside", new SQLException("the disk is full")));
        assertThat(trouble.cause()).contains("the disk is full");
        trouble.failed(new StoreUnavailableException("hub.db was deleted"));
        assertThat(trouble.cause()).contains("hub.db was deleted");
    }

    @Test
    void aSmallChangeBetweenLargerOnesThatFailDoesNotEndIt() {
        trouble.failed(new SQLException("the disk is full"));
        passes(Duration.ofSeconds(4));
        trouble.worked();
        assertThat(trouble.cause()).isPresent();

        trouble.failed(new SQLException("the disk is full"));
        passes(Duration.ofSeconds(4));
        trouble.worked();
        assertThat(trouble.cause()).isPresent();

        passes(Duration.ofSeconds(1));
        trouble.worked();
        assertThat(trouble.cause()).isEmpty();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
