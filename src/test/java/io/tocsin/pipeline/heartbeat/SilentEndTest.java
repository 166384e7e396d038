package io.tocsin.pipeline.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.FaultyDialect;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts that end by themselves, whatever becomes of other words about them meanwhile. */
@Tag("store")
@Timeout(60)
class SilentEndTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private final Sink sink = Sink.start();

    @AfterEach
    void stop() {
        sink.close();
    }

    private HubFiles files() {
        return HubFiles.in(folder).clock(clock).everythingTo(sink);
    }

    @Test
    void aRunningThatComesLateAfterTheTerminatedLeavesItItsEnd() {
        try (TestHub hub = files().start()) {
            hub.send("aws", state("terminated", "10:00:00"));
            sink.await(1);
            hub.send("aws", state("running", "09:59:00"));
            decided(hub, 2);
            assertThat(hub.text("SELECT status FROM alert")).hasValue("firing");

            hub.advance(clock, HOUR);

            assertThat(sink.await(2).get(1).body()).contains("\"resolved\"");
        }
    }

    /** It was believed before it was decided, and the decision never came. */
    @Test
    void anEndThatCouldNotBeDecidedTakesNoAlertItsOwn() throws IOException {
        HubFiles files = files();
        Path decide = files.routes().resolve("pipeline/decide.camel.yaml");
        String record = "                    - to:\n                        uri: ledger:alerts\n";
        String route = Files.readString(decide);
        assertThat(route).contains(record);
        Files.writeString(
                decide,
                route.replace(record, """
                - filter:
                    expression:
                      simple:
                        expression: "${variable.source} == 'broken'"
                    steps:
                      - throwException:
                          exceptionType: java.lang.IllegalStateException
                          message: no such table
                """.indent(20) + record)
                        .replace("concurrency: \"{{hub.decide.concurrency}}\"", "attempts: 1"));
        try (TestHub hub = files.start()) {
            hub.send("aws", state("terminated", "10:00:00"));
            sink.await(1);
            hub.send("broken", state("running", "10:01:00"));
            await().until(() -> hub.count("SELECT count(*) FROM dead_letter") == 1);

            hub.advance(clock, HOUR);

            assertThat(sink.await(2).get(1).body()).contains("\"resolved\"");
        }
    }

    @Test
    void theEndOfAnAlertIsFoundByARestart() {
        try (TestHub hub = files().start()) {
            hub.send("aws", state("terminated", "10:00:00"));
            sink.await(1);
            assertThat(hub.count("SELECT expires_at FROM alert"))
                    .isEqualTo(NOW.plus(HOUR).toEpochMilli());
        }
        try (TestHub hub = files().start()) {
            hub.advance(clock, HOUR);
            assertThat(sink.await(2).get(1).body()).contains("\"resolved\"");
        }
    }

    /** The alert is told again while its end waits for the store. */
    @Test
    void anAlertThatIsRenewedBeforeItsEndIsDecidedGoesOn() throws Exception {
        AtomicBoolean fail = new AtomicBoolean();
        CountDownLatch failed = new CountDownLatch(1);
        FaultyDialect.Watch once = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) throws SQLException {
                if (sql.contains("INSERT INTO alert") && fail.getAndSet(false)) {
                    failed.countDown();
                    throw TestStores.away("while it ended");
                }
            }
        };
        try (TestHub hub = files().with(Setting.INTERVAL, "1s")
                .store(file -> new FaultyDialect(file, once))
                .start()) {
            hub.send("aws", state("terminated", "10:00:00"));
            sink.await(1);
            AlertKey alert =
                    new AlertKey("", hub.text("SELECT fingerprint FROM alert").orElseThrow());
            fail.set(true);
            hub.advance(clock, HOUR);
            failed.await();

            new Renewals(hub.hub().store(), new Heartbeats())
                    .accept(Map.of(alert, new Renewal(NOW.plus(HOUR.multipliedBy(2)), false)));

            decided(hub, 2);
            assertThat(hub.text("SELECT decision FROM event WHERE source = 'tocsin'"))
                    .hasValueSatisfying(decision -> assertThat(decision).contains("\"late\"", "sent again since"));
            assertThat(hub.text("SELECT status FROM alert")).hasValue("firing");
            hub.advance(clock, HOUR);
            assertThat(sink.await(2).get(1).body()).contains("\"resolved\"");
        }
    }

    /** Hundreds whose end could not be stored, or died, do not stand before those that come after them. */
    @Test
    void everyAlertThatIsDueIsEndedOnceHoweverManyThereAre() {
        try (TestHub hub = files().start()) {
            for (int i = 0; i < 3; i++) {
                hub.send("aws", state("terminated", "10:00:00").replace("i-0a1", "i-0a" + i));
            }
            sink.await(3);
            List<EventDraft> drafts = new ArrayList<>();
            SilentAlerts silent = new SilentAlerts(
                    new Heartbeats(),
                    renewed -> {},
                    hub.hub().store(),
                    () -> 0,
                    new com.fasterxml.jackson.databind.ObjectMapper(),
                    drafts::addAll);

            silent.end(NOW.plus(HOUR).minusMillis(1));
            assertThat(drafts).isEmpty();
            silent.end(NOW.plus(HOUR));
            assertThat(drafts).hasSize(3);
            silent.end(NOW.plus(HOUR));
            assertThat(drafts).hasSize(3);
            silent.lookAgain();
            silent.end(NOW.plus(HOUR));
            assertThat(drafts).hasSize(6);
            assertThat(drafts.stream().map(EventDraft::externalId).distinct()).hasSize(3);
        }
    }

    private static void decided(TestHub hub, long events) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == events);
    }

    private static String state(String state, String time) {
        return """
                {"version": "0", "id": "%1$s-%2$s", "detail-type": "EC2 Instance State-change Notification",
                 "source": "aws.ec2", "account": "123456789012", "time": "2026-08-20T%2$sZ", "region": "eu-central-1",
                 "resources": ["arn:aws:ec2:eu-central-1:123456789012:instance/i-0a1"],
                 "detail": {"instance-id": "i-0a1", "state": "%1$s"}}""".formatted(state, time);
    }
}
