package io.tocsin.store.hubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.app.hub.ClaimedTables;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one PostgreSQL store, each with connections of its own. */
@Tag("slow")
@Timeout(120)
class MembershipTest {

    private static final Duration LONG_GONE = Membership.GONE.plusSeconds(1);

    private static final Change<String, Void> SQL = (tx, statements, now) -> {
        statements.forEach(tx::execute);
        return Collections.nCopies(statements.size(), null);
    };

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private Store storeA;
    private Store storeB;

    @BeforeEach
    void open() {
        storeA = Store.open(TestStores.shared(folder, "a"), clock);
        storeB = Store.open(TestStores.shared(folder, "b"), clock);
    }

    @AfterEach
    void close() {
        storeA.close();
        storeB.close();
    }

    @Test
    void whatAHubThatIsGoneHadInHandIsDueAtOnceAndItHearsOfItWhenItComesBack() {
        Membership a = join(storeA, "a");
        Membership b = join(storeB, "b");
        AtomicInteger lost = new AtomicInteger();
        a.whenGone(lost::incrementAndGet);
        claimed(a, "1");
        claimed(b, "2");

        passes(Membership.GONE, b);
        assertThat(owners()).as("it may be slow").containsExactly(a.id().owner(), b.id().owner());

        clock.advance(Duration.ofMillis(1));
        b.beat();
        assertThat(owners()).containsExactly("nobody", b.id().owner());
        assertThat(b.living()).containsExactly(b.id().owner());
        assertThat(b.leads()).isTrue();

        a.beat();
        assertThat(lost).hasValue(1);
        assertThat(a.living()).containsExactly(b.id().owner(), a.id().owner());
        assertThat(a.leads()).isFalse();
    }

    @Test
    void afterTheServerWasAwayNobodyIsTakenForGoneBeforeItCouldSayThatItLives() {
        Membership a = join(storeA, "a");
        Membership b = join(storeB, "b");
        passes(Membership.GONE, a, b);
        AtomicInteger lost = new AtomicInteger();
        a.whenGone(lost::incrementAndGet);
        claimed(a, "1");
        assertThat(b.isSteady()).isTrue();

        advance(LONG_GONE);
        assertThat(b.isSteady()).as("what a heard may not be in the store").isFalse();
        b.beat();
        assertThat(owners()).containsExactly(a.id().owner());
        assertThat(b.isSteady()).isFalse();

        a.beat();
        assertThat(lost).hasValue(0);
        passes(Membership.GONE, a, b);
        assertThat(owners()).containsExactly(a.id().owner());
        assertThat(b.isSteady()).isTrue();

        passes(LONG_GONE, b);
        assertThat(owners()).as("a was killed").containsExactly("nobody");
    }

    @Test
    void aHubThatStartsTakesNobodyForGoneBeforeItCouldSayThatItLives() {
        Membership a = join(storeA, "a");
        claimed(a, "1");

        advance(LONG_GONE);
        Membership b = join(storeB, "b");
        assertThat(b.hasStartedAlone()).isTrue();
        assertThat(owners()).as("the server may have been away").containsExactly(a.id().owner());

        passes(LONG_GONE, b);
        assertThat(owners()).containsExactly("nobody");
    }

    @Test
    void aRestartGivesBackWhatItsLastRunHeldAndNothingOfOthers() {
        claimed(join(storeA, "a"), "1");
        Membership b = join(storeB, "b");
        claimed(b, "2");

        Membership again = join(storeA, "a");

        assertThat(owners()).containsExactly("nobody", b.id().owner());
        assertThat(again.living())
                .containsExactlyInAnyOrder(b.id().owner(), again.id().owner());
    }

    @Test
    void aHubThatEndsLeavesWhatItCouldNotEndToTheOthers() throws Exception {
        Membership a = join(storeA, "a");
        Membership b = join(storeB, "b");
        claimed(a, "1");

        a.close();
        b.beat();

        assertThat(owners()).containsExactly("nobody");
        assertThat(b.living()).containsExactly(b.id().owner());
    }

    @Test
    void theEldestOfThoseThatLiveDoesWhatOneDoesForAll() {
        Membership a = join(storeA, "a");
        clock.advance(Duration.ofSeconds(1));
        Membership b = join(storeB, "b");

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        nanos.addAndGet(LONG_GONE.toNanos());
        assertThat(a.leads()).as("the others may have taken it for gone").isFalse();
        assertThat(a.isHeard()).isFalse();
        a.beat();
        assertThat(a.isHeard()).isTrue();
    }

    @Test
    void aSecondHubOfANameIsRefusedWhileTheFirstLives() {
        Dialect second = TestStores.shared(folder, "a");

        assertThatThrownBy(() -> Store.open(second, clock)).satisfies(refused -> assertThat(second.explain(refused))
                .hasValueSatisfying(line -> assertThat(line).contains("Another hub named a", "HUB_NAME")));

        storeA.close();
        Store.open(second, clock).close();
    }

    @Test
    void aHubThatStopsGivesUpItsSlicesAtOnceButThoseOfWhichItHasSomethingInHand() throws Exception {
        Membership a = join(storeA, "a");
        Membership b = join(storeB, "b");
        List.of(a, b, a, b).forEach(Membership::beat);
        assertThat(slicesOf(a)).isEqualTo(32);
        claimed(a, "1"); // of slice 0

        a.drain();
        a.beat();
        assertThat(slicesOf(a)).isEqualTo(1);
        b.beat();
        assertThat(slicesOf(b)).isEqualTo(63);
        a.beat();
        assertThat(slicesOf(a)).as("and takes none back").isEqualTo(1);

        storeA.submit(SQL, "UPDATE event SET state = 'decided', owner = NULL").join();
        a.beat();
        b.beat();
        assertThat(slicesOf(b)).isEqualTo(64);
        assertThat(b.living()).as("it is not gone").hasSize(2);
    }

    private int slicesOf(Membership hub) {
        return storeA.read(tx -> tx.createQuery("SELECT count(*) FROM slice WHERE owner = :owner")
                .bind("owner", hub.id().owner())
                .mapTo(Integer.class)
                .one());
    }

    /** Its connection stands still at the server, which has not noticed yet that nobody is at the other end. */
    @Test
    void aStartWaitsForANameThatAHubLeftBehindWhoseMachineFailed() throws Exception {
        join(storeA, "a");
        storeA.close();
        String name = Integer.toHexString("a".hashCode());
        try (Connection left = TestStores.psql(folder);
                Statement lock = left.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(1414484815, hashtext(current_schema() || '/" + name + "'))");
            CompletableFuture<Store> starting = CompletableFuture.supplyAsync(
                    () -> Store.open(TestStores.shared(folder, "a", false, Duration.ofSeconds(20)), clock));
            assertThatThrownBy(() -> starting.get(1_500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            left.close();
            starting.get(5, TimeUnit.SECONDS).close();
        }
    }

    private void advance(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    /** Time in which these hubs beat, and once more at its end. */
    private void passes(Duration time, Membership... beating) {
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(Membership.BEAT) < 0 ? left : Membership.BEAT;
            advance(step);
            left = left.minus(step);
            List.of(beating).forEach(Membership::beat);
        }
    }

    private Membership join(Store store, String name) {
        return Membership.join(store, HubId.fresh(name), ClaimedTables.ALL, nanos::get);
    }

    private void claimed(Membership hub, String event) {
        storeA.submit(
                        SQL,
                        ("INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at,"
                                        + " owner, fence) VALUES ('%1$s', 's', '%1$s', '', '{}', '{}', 0, 'pending', %2$d, '%3$s', 1)")
                                .formatted(
                                        event,
                                        clock.instant().plusSeconds(300).toEpochMilli(),
                                        hub.id().owner()))
                .join();
    }

    private List<String> owners() {
        return storeA.read(tx -> tx.createQuery("SELECT COALESCE(owner, 'nobody') FROM event ORDER BY id")
                .mapTo(String.class)
                .list());
    }
}
