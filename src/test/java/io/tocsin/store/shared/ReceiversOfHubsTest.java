package io.tocsin.store.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one store, each with receivers of its own. */
@Tag("store")
class ReceiversOfHubsTest {

    private static final Change<String, Integer> LIVES = (tx, names, now) -> names.stream()
            .map(name -> tx.execute(
                    "INSERT INTO hub (id, name, started_at, seen_at) VALUES (?, ?, 0, 0)", name + "/1", name))
            .toList();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private One a;
    private One b;

    @BeforeEach
    void open(@TempDir Path folder) {
        a = new One("a", Store.open(TestStores.at(folder.resolve("hub.db")), clock));
        b = new One("b", Store.open(TestStores.at(folder.resolve("hub.db")), clock));
        a.own = Set.of("slack", "mail");
        b.own = Set.of("slack");
        looks();
    }

    @AfterEach
    void close() {
        a.store.close();
        b.store.close();
    }

    @Test
    void eachHubKnowsWhatTheOtherHas() {
        assertThat(a.elsewhere).containsExactly("slack");
        assertThat(b.elsewhere).containsExactlyInAnyOrder("slack", "mail");

        a.own = Set.of("slack", "pager");
        looks();
        assertThat(b.elsewhere).containsExactlyInAnyOrder("slack", "pager");
    }

    @Test
    void whatAHubHadThatIsGoneIsThereForAWhileSoThatItCanStartAgain() {
        for (int minute = 0; minute < 10; minute++) {
            passes(Duration.ofMinutes(1), b);
        }
        assertThat(b.elsewhere).contains("mail");

        passes(Duration.ofMinutes(1), b);
        assertThat(b.elsewhere).isEmpty();
        passes(Duration.ZERO, a);
        passes(Duration.ZERO, b);
        assertThat(b.elsewhere).as("it is back").contains("mail");
    }

    @Test
    void whatAHubHasThatLivesIsThereAlsoAfterTheStoreWasAwayForLonger() {
        a.store.submit(LIVES, "a").join();

        passes(Duration.ofMinutes(11), b);
        assertThat(b.elsewhere).contains("mail");
    }

    @Test
    void whenSomethingWasLastDeliveredIsKnownWhicheverHubSentIt() {
        assertThat(lastDelivered("mail")).isEmpty();

        a.receivers.delivered("mail", clock.instant());
        a.receivers.delivered("mail", clock.instant().minusSeconds(5));
        passes(Duration.ofSeconds(10), a);
        assertThat(lastDelivered("mail")).containsExactly(clock.instant().minusSeconds(10));
    }

    private List<Instant> lastDelivered(String receiver) {
        return b.store.read(tx -> ReceiversOfHubs.lastDelivered(tx, receiver)).stream()
                .toList();
    }

    private void passes(Duration time, One looking) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
        looking.looks();
    }

    private void looks() {
        List.of(a, b, a).forEach(One::looks);
    }

    private final class One {
        private final Store store;
        private final ReceiversOfHubs receivers;
        private final Revisions revisions;
        private Set<String> own = Set.of();
        private Set<String> elsewhere = Set.of();

        One(String name, Store store) {
            this.store = store;
            this.receivers = new ReceiversOfHubs(store, name, () -> own, others -> elsewhere = others, nanos::get);
            this.revisions = new Revisions(store);
            revisions.listen(Revisions.RECEIVERS, receivers::changed);
        }

        void looks() {
            revisions.look();
            receivers.look();
        }
    }
}
