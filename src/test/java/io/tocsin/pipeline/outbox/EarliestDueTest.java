package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.lane.TestLane;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.CountingDialect;
import io.tocsin.store.sql.SqliteOnly;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** What waits for later costs nothing until then, however much it is and however many receivers there are. */
@Tag("store")
class EarliestDueTest {

    private static final int RECEIVERS = 200;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private CountingDialect counting;
    private TestCorridor test;
    private ClaimDeliveries claiming;

    @BeforeEach
    void open() {
        counting = new CountingDialect(TestStores.at(folder.resolve("hub.db")));
        test = new TestCorridor(counting, "hub-1", Duration.ofDays(1));
        claiming = new ClaimDeliveries(test.corridor, Notifying.NOBODY, delivery -> Optional.empty());
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void twoHundredIdleReceiversAskTheWriterForNothingAndTheReadersOnceALook() {
        List<Lane<Delivery>> lanes = lanes();
        waiting(2_000);
        lanes.forEach(Lane::start);
        await().until(() -> lanes.stream().allMatch(lane -> lane.inHand() == 0) && test.store.waiting() == 0);
        test.commit((Change<String, String>) (tx, inputs, now) -> inputs, "all before is committed");
        counting.clear();

        for (int look = 0; look < 10; look++) {
            test.poller.look();
        }

        assertThat(counting.written).isEmpty();
        assertThat(counting.read).hasSize(10);
    }

    @Test
    void whatBecomesDueIsFoundByTheNextLookAndWakesTheLanesThatItIsFor() {
        List<Lane<Delivery>> lanes = lanes();
        waiting(50);
        lanes.forEach(Lane::start);
        await().until(() -> lanes.stream().allMatch(lane -> lane.inHand() == 0) && test.store.waiting() == 0);

        test.clock.advance(HOUR);
        test.poller.look();

        await().until(() -> test.column("SELECT count(*) FROM delivery WHERE owner = 'hub-1'")
                .equals(List.of("50")));
    }

    /** Counted in SQLite's own steps, which are the same on every machine. */
    @SqliteOnly
    @Test
    void aClaimAndALookTakeAsManyStepsWithAHundredThousandThatWaitAsWithAThousand() {
        waiting(1_000);
        int claim = steps(this::claimOne);
        int look = steps(EarliestDueTest::look);

        waiting(100_000);

        assertThat(steps(this::claimOne)).isLessThan(claim * 2);
        assertThat(steps(EarliestDueTest::look)).isLessThan(look * 2);
    }

    @SqliteOnly
    @Test
    void andSoDoesAClaimThatLooksWhetherManyBecomeADigest() {
        waiting(1_000);
        int few = steps(this::gatherAndClaim);

        waiting(100_000);

        assertThat(steps(this::gatherAndClaim)).isLessThan(few * 2);
    }

    private void claimOne(Handle tx, Instant now) {
        claim(tx, now, Optional.empty());
    }

    private void gatherAndClaim(Handle tx, Instant now) {
        claim(tx, now, Optional.of(5));
    }

    private void claim(Handle tx, Instant now, Optional<Integer> digestAbove) {
        claiming.apply(
                tx, List.of(new ClaimDeliveries.Request("r7", Asked.of(4), Limits.none("r7"), digestAbove)), now);
    }

    private static void look(Handle tx, Instant now) {
        tx.createQuery(new DeliveryTable().earliest())
                .map((row, context) -> row.getString("lane"))
                .list();
    }

    private interface Asking {
        void ask(Handle tx, Instant now);
    }

    private int steps(Asking asking) {
        AtomicInteger steps = new AtomicInteger();
        Change<String, String> counted = (tx, inputs, now) -> {
            try {
                SQLiteConnection connection = tx.getConnection().unwrap(SQLiteConnection.class);
                ProgressHandler.setHandler(connection, 1, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        steps.incrementAndGet();
                        return 0;
                    }
                });
                asking.ask(tx, now);
                ProgressHandler.clearHandler(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return inputs;
        };
        test.commit(counted, "");
        return steps.get();
    }

    /** Retries that are due in an hour, spread over the receivers and over all priorities. */
    private void waiting(int count) {
        Change<Integer, Integer> insert = (tx, counts, now) -> counts.stream()
                .map(all -> tx.createUpdate("""
                                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
                                INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of,
                                                      priority, state, created_at, due_at, attempt)
                                SELECT 'd' || :count || '-' || i, 'n' || :count || '-' || i, 'i' || :count || '-' || i, 1,
                                       'r' || (i % :receivers), '', '', i / :receivers % 4, 'pending', 0, :due, 1
                                FROM n
                                """)
                        .bind("count", all)
                        .bind("receivers", RECEIVERS)
                        .bind("due", now.plus(HOUR).toEpochMilli())
                        .execute())
                .toList();
        test.commit(insert, count);
    }

    private List<Lane<Delivery>> lanes() {
        List<Lane<Delivery>> lanes = new ArrayList<>();
        for (int i = 0; i < RECEIVERS; i++) {
            String receiver = "r" + i;
            Lane<Delivery> lane = TestLane.of(OutboxLanes.lane(receiver), 10, new TestLane.NothingDue<>() {
                @Override
                public CompletableFuture<?> claim(Asked<Delivery> asked) {
                    return test.store.submit(
                            claiming,
                            new ClaimDeliveries.Request(receiver, asked, Limits.none(receiver), Optional.of(0)));
                }

                @Override
                public CompletableFuture<?> work(Delivery delivery) {
                    return new CompletableFuture<>();
                }
            });
            test.lanes.add(lane);
            lanes.add(lane);
        }
        return lanes;
    }
}
