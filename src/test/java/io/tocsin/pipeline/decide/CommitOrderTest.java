package io.tocsin.pipeline.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.sql.FaultyDialect;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is decided in order is committed in order, whatever the store refuses meanwhile. */
@Tag("store")
@Timeout(60)
class CommitOrderTest {

    @TempDir
    Path folder;

    /** The commit of "firing" is tried again two seconds later, and "resolved" comes in between. */
    @Test
    void anEndIsNotDecidedBeforeABeginningThatTheStoreDidNotTakeAtOnce() throws Exception {
        AtomicBoolean fail = new AtomicBoolean();
        CountDownLatch failed = new CountDownLatch(1);
        FaultyDialect.Watch once = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) throws SQLException {
                if (sql.contains("INSERT INTO alert") && fail.getAndSet(false)) {
                    failed.countDown();
                    throw TestStores.away("while it fired");
                }
            }
        };
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .everythingTo(sink)
                        .with(Setting.INTERVAL, "2s")
                        .store(file -> new FaultyDialect(file, once))
                        .start()) {
            fail.set(true);
            hub.send("ci", event("firing"));
            failed.await();
            hub.send("ci", event("resolved"));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == 2);
            assertThat(hub.text("SELECT status FROM alert")).hasValue("resolved");
            assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'open'"))
                    .isZero();
            assertThat(hub.count("SELECT count(*) FROM incident")).isOne();
        }
    }

    private static String event(String status) {
        return "{\"title\": \"disk full\", \"fingerprint\": \"disk\", \"status\": \"%s\"}".formatted(status);
    }
}
