package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.FaultyDialect;
import io.tocsin.store.sql.TestStores;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A commit that was made, and whose answer never came. The clock stands: what waits for the end of a lease waits for ever. */
@Tag("store")
@Timeout(60)
class LostAnswerTest {

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));

    /** Once armed, the next commit that holds an event is made, and looks as if it were not. */
    private static final class LostOnce implements FaultyDialect.Watch {
        private final AtomicBoolean armed = new AtomicBoolean();
        private boolean holdsEvent;

        @Override
        public void after(String sql) throws SQLException {
            holdsEvent |= sql.contains("INSERT INTO event");
            if (sql.equals(FaultyDialect.COMMIT)) {
                boolean lost = holdsEvent && armed.getAndSet(false);
                holdsEvent = false;
                if (lost) {
                    throw TestStores.away("after the commit");
                }
            }
        }
    }

    @Test
    void anEventWhoseSenderWasToldToComeAgainIsDecidedAtOnceAndARepeatOfItIsTheSame() {
        LostOnce fault = new LostOnce();
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .clock(clock)
                        .everythingTo(sink)
                        .store(file -> new FaultyDialect(file, fault))
                        .start()) {
            fault.armed.set(true);
            assertThat(send(hub).statusCode()).isEqualTo(503);

            sink.await(1);
            assertThat(send(hub).body()).contains("duplicate");
            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(1);
            assertThat(sink.got()).hasSize(1);
        }
    }

    private static HttpResponse<String> send(TestHub hub) {
        return hub.exchange(hub.authorized("/v1/events/ci")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "one")
                .POST(HttpRequest.BodyPublishers.ofString("{\"title\": \"it burns\"}")));
    }
}
