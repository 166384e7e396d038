package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.event.StoreUnavailableException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class GroupCommitTest {

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCallerIsToldItsOwnResultAndOnlyAfterTheCommit() {
        Change<String, String> adding = adding();
        List<CompletableFuture<Boolean>> visible = new ArrayList<>();
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String action = "a" + i;
            CompletableFuture<String> result = store.submit(adding, action);
            results.add(result);
            visible.add(result.thenApplyAsync(told -> actions().contains(action)));
        }

        for (int i = 0; i < 200; i++) {
            assertThat(results.get(i).join()).isEqualTo("told a" + i);
            assertThat(visible.get(i).join()).isTrue();
        }
    }

    @Test
    void whatWaitsWhileACommitRunsSharesTheNextOne() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Change<String, Integer> counting = (tx, inputs, now) -> {
            calls.incrementAndGet();
            entered.countDown();
            await(release);
            return inputs.stream().map(input -> inputs.size()).toList();
        };
        CompletableFuture<Integer> first = store.submit(counting, "first");
        entered.await();
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(store.submit(counting, "waiting"));
        }
        release.countDown();

        assertThat(first.join()).isEqualTo(1);
        waiting.forEach(result -> assertThat(result.join()).isEqualTo(50));
        assertThat(calls).hasValue(2);
    }

    @Test
    void aPoisonChangeFailsAloneAndTheOthersOfItsGroupAreKept() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Change<String, String> holding = (tx, inputs, now) -> {
            entered.countDown();
            await(release);
            return inputs;
        };
        store.submit(holding, "hold");
        entered.await();
        Change<String, String> adding = adding();
        CompletableFuture<String> good = store.submit(adding, "good");
        CompletableFuture<String> poison = store.submit(adding, "poison");
        CompletableFuture<String> alsoGood = store.submit(adding, "also good");
        release.countDown();

        assertThat(good.join()).isEqualTo("told good");
        assertThat(alsoGood.join()).isEqualTo("told also good");
        assertThatThrownBy(poison::join).hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(actions()).containsExactlyInAnyOrder("good", "also good");
    }

    @Test
    void aGroupThatFindsTheStoreAwayFailsAtOnceBecauseEachChangeAloneWouldWaitAsLong() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        Change<String, String> holding = (tx, inputs, now) -> {
            entered.countDown();
            await(release);
            return inputs;
        };
        Change<String, String> locked = (tx, inputs, now) -> {
            tries.incrementAndGet();
            throw new TransactionException("no lock", TestStores.away("for now"));
        };
        store.submit(holding, "hold");
        entered.await();
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(store.submit(locked, "waits"));
        }
        release.countDown();

        waiting.forEach(result -> assertThatThrownBy(result::join).hasCauseInstanceOf(StoreUnavailableException.class));
        assertThat(tries).hasValue(1);
        assertThat(store.submit(adding(), "after").join()).isEqualTo("told after");
    }

    /** Those of one commit wait together for as long as one may, and what is left then was not tried: it may be nobody's row that it needs. */
    @Test
    @Tag("slow")
    void whatWasNotTriedBecauseOthersWaitedForALockedRowIsNotTakenForOneThatDoes() throws Exception {
        store.close();
        store = Store.open(heldUp(TestStores.at(folder.resolve("locked.db"))), InstantSource.system());
        List<List<String>> applied = new CopyOnWriteArrayList<>();
        Change<String, String> change = (tx, inputs, now) -> {
            applied.add(List.copyOf(inputs));
            if (inputs.stream().anyMatch(input -> input.startsWith("locked"))) {
                assertThat(await(
                                new CountDownLatch(1),
                                HeldUp.TOGETHER.dividedBy(2).plusMillis(50)))
                        .isFalse();
                throw new IllegalStateException("the row stays locked");
            }
            return inputs;
        };
        List<CompletableFuture<String>> first = together(change, "locked a", "locked b", "free");
        first.forEach(result -> assertThatThrownBy(result::join).hasStackTraceContaining("the row stays locked"));
        assertThat(applied).doesNotContain(List.of("free"));

        applied.clear();
        together(change, "free", "other").forEach(CompletableFuture::join);

        assertThat(applied).containsExactly(List.of("free", "other"));
    }

    /** Hubs' transactions take some tens of milliseconds: what is met for seconds is a row that stays locked. */
    @Test
    @Tag("slow")
    void whoMeetsAnotherForLongComesAgainAloneAndKeepsNobodyWaiting() throws Exception {
        List<List<String>> applied = new CopyOnWriteArrayList<>();
        Change<String, String> change = (tx, inputs, now) -> {
            applied.add(List.copyOf(inputs));
            if (inputs.contains("meets another")) {
                throw new MeetsAnotherException("an incident");
            }
            return inputs;
        };
        List<CompletableFuture<String>> first = together(change, "meets another", "free");
        assertThatThrownBy(first.get(0)::join)
                .satisfies(failure -> assertThat(store.isHeldUp(failure)).isTrue());
        first.get(1).handle((done, failed) -> true).join(); // on a slow machine there is no time left for it

        applied.clear();
        List<CompletableFuture<String>> second = together(change, "meets another", "free");
        assertThat(second.get(1).join()).isEqualTo("free");
        assertThatThrownBy(second.get(0)::join).hasCauseInstanceOf(StoreUnavailableException.class);

        assertThat(applied).contains(List.of("free")).doesNotContain(List.of("meets another", "free"));
    }

    private static Dialect heldUp(Dialect real) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(),
                new Class<?>[] {Dialect.class},
                (proxy, method, args) -> method.getName().equals("isHeldUp")
                        ? String.valueOf(args[0]).contains("stays locked")
                        : method.invoke(real, args));
    }

    /** Submitted while the writer is busy, so that they are one commit. */
    private List<CompletableFuture<String>> together(Change<String, String> change, String... inputs) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Change<String, String> holding = (tx, held, now) -> {
            entered.countDown();
            await(release);
            return held;
        };
        store.submit(holding, "hold");
        entered.await();
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (String input : inputs) {
            results.add(store.submit(change, input));
        }
        release.countDown();
        return results;
    }

    private static boolean await(CountDownLatch latch, Duration most) {
        try {
            return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCommitTakesNoMoreRowsThanItsBoundHoweverFewChangesTheyAre() throws Exception {
        assertThat(callsFor(NextCommit.MOST_ROWS / 2, 0, 6)).hasValue(3);
    }

    @Test
    void norMoreBytes() throws Exception {
        assertThat(callsFor(1, NextCommit.MOST_BYTES / 3, 6)).hasValue(2);
    }

    @Test
    void aChangeThatIsLargerThanTheBoundIsTakenAlone() throws Exception {
        assertThat(callsFor(NextCommit.MOST_ROWS * 2, 0, 3)).hasValue(3);
    }

    /** How many transactions so many changes of this size need that wait together. */
    private AtomicInteger callsFor(int rows, long bytes, int changes) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Change<String, String> large = new Change<>() {
            @Override
            public List<String> apply(Handle tx, List<String> inputs, Instant now) {
                calls.incrementAndGet();
                return inputs;
            }

            @Override
            public int rows(String input) {
                return rows;
            }

            @Override
            public long bytes(String input) {
                return bytes;
            }
        };
        CountDownLatch release = hold();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            all.add(store.submit(large, "large"));
        }
        release.countDown();
        all.forEach(CompletableFuture::join);
        return calls;
    }

    private CountDownLatch hold() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Change<String, String> holding = (tx, inputs, now) -> {
            entered.countDown();
            await(release);
            return inputs;
        };
        store.submit(holding, "hold");
        entered.await();
        return release;
    }

    /** A poison one has the group tried one by one, and the disk fails in the middle of that. */
    @Test
    void whatIsSubmittedInOrderIsNotCommittedAfterWhatTheStoreWasAwayFor() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Change<String, String> change = (tx, inputs, now) -> {
            for (String input : inputs) {
                if (input.equals("poison")) {
                    throw new IllegalStateException("poison");
                }
                if (input.equals("away") && tries.incrementAndGet() == 1) {
                    throw new TransactionException("no disk", TestStores.away("now"));
                }
                insert(tx, input);
            }
            return inputs;
        };

        List<CompletableFuture<String>> results =
                store.submitInOrder(change, List.of("before", "poison", "away", "after"));

        assertThat(results.get(0).join()).isEqualTo("before");
        assertThatThrownBy(results.get(1)::join).rootCause().hasMessage("poison");
        assertThatThrownBy(results.get(2)::join).rootCause().hasMessageContaining("now");
        assertThatThrownBy(results.get(3)::join).rootCause().hasMessageContaining("now");
        assertThat(actions()).containsExactly("before");
    }

    @SqliteOnly
    @Test
    void whatAChangeTookOutsideTheStoreIsGivenBackThoughSqliteHasRolledBackByItself() {
        AtomicInteger givenBack = new AtomicInteger();
        Change<String, String> taking = (tx, inputs, now) -> {
            tx.afterRollback(givenBack::incrementAndGet);
            tx.execute("ROLLBACK"); // as SQLite does where the disk is full, so that a second one fails
            throw new IllegalStateException("disk full");
        };

        assertThatThrownBy(() -> store.submit(taking, "").join()).hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(givenBack).hasValue(1);
        assertThat(store.submit(adding(), "after").join()).isEqualTo("told after");
    }

    /** Of the second nobody knows whether it is on disk: its answer was lost. */
    @Test
    void whatAChangeTookIsGivenBackOnceWhereTheCommitItselfFails() {
        AtomicReference<Boolean> fails = new AtomicReference<>();
        FaultyDialect.Watch watch = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) throws SQLException {
                fail(sql, true);
            }

            @Override
            public void after(String sql) throws SQLException {
                fail(sql, false);
            }

            private void fail(String sql, boolean before) throws SQLException {
                if (sql.equals(FaultyDialect.COMMIT) && Boolean.valueOf(before).equals(fails.get())) {
                    fails.set(null);
                    throw TestStores.away("at the commit");
                }
            }
        };
        try (Store faulty = Store.open(new FaultyDialect(folder.resolve("faulty.db"), watch), InstantSource.system())) {
            AtomicInteger givenBack = new AtomicInteger();
            AtomicInteger kept = new AtomicInteger();
            Change<String, String> taking = (tx, inputs, now) -> {
                tx.afterRollback(givenBack::incrementAndGet);
                tx.afterCommit(kept::incrementAndGet);
                return inputs;
            };
            for (boolean before : List.of(true, false)) {
                fails.set(before);
                assertThatThrownBy(() -> faulty.submit(taking, "").join())
                        .hasCauseInstanceOf(StoreUnavailableException.class);
            }

            assertThat(givenBack).hasValue(2);
            assertThat(kept).hasValue(0);
            assertThat(faulty.submit(taking, "").join()).isEmpty();
            assertThat(kept).hasValue(1);
            assertThat(givenBack).hasValue(2);
        }
    }

    /** As where the connection breaks: nothing can be rolled back, and no transaction begins any more. */
    @Test
    void whatAChangeTookIsGivenBackWhereNothingCanBeRolledBackEither() {
        AtomicReference<Boolean> broken = new AtomicReference<>(false);
        FaultyDialect.Watch watch = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) throws SQLException {
                if (broken.get()
                        && (sql.equals(FaultyDialect.COMMIT) || sql.startsWith("BEGIN") || sql.equals("ROLLBACK"))) {
                    throw TestStores.away("at " + sql);
                }
            }
        };
        try (Store faulty = Store.open(new FaultyDialect(folder.resolve("broken.db"), watch), InstantSource.system())) {
            AtomicInteger givenBack = new AtomicInteger();
            Change<String, String> taking = (tx, inputs, now) -> {
                tx.afterRollback(givenBack::incrementAndGet);
                broken.set(true);
                return inputs;
            };

            assertThatThrownBy(() -> faulty.submit(taking, "").join())
                    .hasCauseInstanceOf(StoreUnavailableException.class);
            assertThat(givenBack).hasValue(1);

            broken.set(false);
            assertThat(faulty.submit(adding(), "after").join()).isEqualTo("told after");
        }
    }

    @Test
    void aChangeThatAnswersForTooFewIsNotCommitted() {
        Change<String, String> forgetful = (tx, inputs, now) -> {
            insert(tx, inputs.get(0));
            return List.of();
        };

        assertThatThrownBy(() -> store.submit(forgetful, "lost").join())
                .hasRootCauseMessage(forgetful.getClass().getName() + " gave 0 results for 1 inputs");
        assertThat(actions()).isEmpty();
    }

    @Test
    void aClosedStoreCommitsWhatIsQueuedAndRefusesTheRest() {
        CompletableFuture<String> queued = store.submit(adding(), "queued");
        store.close();

        assertThat(queued.join()).isEqualTo("told queued");
        assertThatThrownBy(() -> store.submit(adding(), "late").join())
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @SqliteOnly
    @Test
    void everyCommitIsFlushedToTheDisk() {
        // SQLite's own words: 2 is FULL, and WAL is the journal that group commit relies on.
        Change<String, List<String>> settings = (tx, inputs, now) -> List.of(List.of(
                tx.createQuery("PRAGMA synchronous").mapTo(String.class).one(),
                tx.createQuery("PRAGMA journal_mode").mapTo(String.class).one()));

        assertThat(store.submit(settings, "").join()).containsExactly("2", "wal");
    }

    private static Change<String, String> adding() {
        return (tx, inputs, now) -> inputs.stream()
                .map(action -> {
                    if (action.equals("poison")) {
                        throw new IllegalStateException("poison");
                    }
                    insert(tx, action);
                    return "told " + action;
                })
                .toList();
    }

    private static void insert(Handle tx, String action) {
        tx.createUpdate(
                        "INSERT INTO audit (id, at, actor, action, target, detail) VALUES (:id, 0, '', :action, '', '')")
                .bind("id", Id.AUDIT.next())
                .bind("action", action)
                .execute();
    }

    private List<String> actions() {
        return store.read(tx ->
                tx.createQuery("SELECT action FROM audit").mapTo(String.class).list());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
