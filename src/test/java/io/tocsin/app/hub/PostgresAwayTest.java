package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.PostgresPair;
import io.tocsin.store.sql.TcpProxy;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL server that goes away under a running hub, at once or without a word: senders are told so within two seconds, nothing
 * that was taken is lost, nobody is notified twice, and the hub goes on within ten seconds of its return.
 */
@Tag("slow")
@Timeout(240)
class PostgresAwayTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void stoppedAtOnce() throws Exception {
        goneAndBack(true, Duration.ofSeconds(2), network -> network.turnTo(1));
    }

    @Test
    void swallowedByTheNetwork() throws Exception {
        goneAndBack(true, Duration.ofSeconds(6), TcpProxy::blackHole);
    }

    @Test
    @Tag("long")
    void swallowedByTheNetworkForAMinute() throws Exception {
        goneAndBack(false, Duration.ofMinutes(1), TcpProxy::blackHole);
    }

    @Test
    @Tag("long")
    void nobodyReadsWhatTheHubSends() throws Exception {
        goneAndBack(true, Duration.ofSeconds(15), TcpProxy::stopReading);
    }

    /** The primary is killed; a replica that has every commit takes its place a few seconds later. */
    @Test
    @Tag("long")
    void theReplicaTakesOver() throws Exception {
        try (PostgresPair servers = PostgresPair.start(Files.createDirectories(folder.resolve("servers")));
                TcpProxy network = TcpProxy.to(servers.primaryPort())) {
            goneAndBack(
                    file -> TestStores.beyond(network),
                    Duration.ofSeconds(3),
                    servers::killPrimary,
                    () -> network.turnTo(servers.promote()));
        }
    }

    private interface Break {
        void happens(TcpProxy network);
    }

    private void goneAndBack(boolean quick, Duration length, Break broken) throws Exception {
        try (TcpProxy network = TestStores.network()) {
            goneAndBack(
                    file -> TestStores.beyond(network, file, quick),
                    length,
                    () -> broken.happens(network),
                    network::heal);
        }
    }

    private interface Step {
        void happens() throws Exception;
    }

    private void goneAndBack(Function<Path, Dialect> store, Duration length, Step broken, Step mended)
            throws Exception {
        try (Sink sink = Sink.start();
                TestHub hub =
                        HubFiles.in(folder).everythingTo(sink).store(store).start()) {
            StubbornSenders senders = new StubbornSenders(hub, 8);
            try (senders) {
                await().atMost(SOON).until(() -> sink.got().size() > 50);

                broken.happens();
                passes(length);
                int before = senders.taken().size();
                assertThat(hub.get("/health/ready").statusCode()).isEqualTo(503);
                assertThat(hub.get("/v1/incidents").statusCode()).isEqualTo(503);
                mended.happens();
                await("events are taken again")
                        .atMost(SOON)
                        .until(() -> senders.taken().size() > before + 8);
            }
            await("everything has its end").atMost(SOON).ignoreExceptions().until(() -> hub.count(WAITING) == 0);
            assertThat(senders.odd()).isEmpty();
            assertThat(senders.refused()).isPositive();
            assertThat(senders.longestRefusal()).isLessThan(Duration.ofSeconds(2));
            Map<String, List<String>> heard = sink.got().stream()
                    .collect(Collectors.groupingBy(
                            got -> TestHub.json(got.body())
                                    .at("/alerts/0/fingerprint")
                                    .asText(),
                            TreeMap::new,
                            Collectors.mapping(
                                    got -> TestHub.json(got.body())
                                            .at("/notice/kind")
                                            .asText(),
                                    Collectors.toList())));
            assertThat(heard.keySet()).containsExactlyInAnyOrderElementsOf(senders.taken());
            assertThat(heard.values()).allMatch(List.of("opened")::equals);
            System.out.printf(
                    "%d events, %d refusals, the slowest after %d ms%n",
                    senders.taken().size(),
                    senders.refused(),
                    senders.longestRefusal().toMillis());
        }
    }

    private static final String WAITING = "SELECT (SELECT count(*) FROM event WHERE state = 'pending')"
            + " + (SELECT count(*) FROM notice WHERE state = 'pending')"
            + " + (SELECT count(*) FROM delivery WHERE state = 'pending')";

    /** Time of the network's, of which no clock of the hub's tells. */
    private static void passes(Duration length) {
        await().pollDelay(length).atMost(length.plusSeconds(5)).until(() -> true);
    }
}
