package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class ReadTroubleTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final List<String> said = new ArrayList<>();
    private final ReadTrouble reads = new ReadTrouble(nanos::get, said::add);

    @Test
    void eachKindIsSaidOnceAMinuteWithWhoReadAndWhatTheDatabaseSaid() {
        reads.failed(failure("57014", "canceling statement due to statement timeout"));
        reads.failed(failure("57014", "canceling statement due to statement timeout"));
        reads.failed(failure("08006", "connection lost"));
        assertThat(said)
                .containsExactly(
                        "A read of the store failed, for Gauges.refresh: canceling statement due to statement timeout",
                        "A read of the store failed, for Gauges.refresh: connection lost");

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        reads.failed(failure("57014", "canceling statement due to statement timeout"));
        assertThat(said)
                .hasSize(3)
                .element(2)
                .asString()
                .endsWith("statement timeout (and 1 more of the kind since this was said last)");
    }

    @Test
    void whatIsNoFailureOfTheDatabaseSaysItsClass() {
        reads.failed(new IllegalStateException("outer", new IllegalArgumentException("no such word")));
        assertThat(said).singleElement().asString().endsWith("IllegalArgumentException: no such word");
    }

    private static RuntimeException failure(String state, String words) {
        RuntimeException failure = new UnableToExecuteStatementException(new SQLException(words, state), null);
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.tocsin.store.sql.Store", "read", "Store.java", 1),
            new StackTraceElement("io.tocsin.app.hub.Gauges", "refresh", "Gauges.java", 1)
        });
        return failure;
    }
}
