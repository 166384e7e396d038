package io.tocsin.store.corridor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.MeetsAnotherException;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's psql has a row of the store locked, in a transaction that nobody ends. */
@Tag("slow")
@Timeout(60)
class LockedRowTest {

    /** Much longer than a change takes, and shorter than a locked row is waited for where nobody knows of it. */
    private static final Duration SOON = Duration.ofMillis(900);

    @TempDir
    Path folder;

    private TestCorridor hub;
    private Connection psql;

    private final List<String> committed = new CopyOnWriteArrayList<>();

    /** What begins alike, up to a slash, keeps its order. */
    private final Change<String, String> change = new Change<>() {
        @Override
        public List<String> apply(Handle tx, List<String> names, Instant now) {
            for (String name : names) {
                tx.createUpdate("UPDATE probe SET at = at + 1 WHERE name = :name")
                        .bind("name", name)
                        .execute();
            }
            tx.afterCommit(() -> committed.addAll(names));
            return names;
        }

        @Override
        public Object order(String name) {
            return name.substring(0, name.indexOf('/') + 1);
        }
    };

    /** The same by who holds what comes after these rows, and takes them at once or not at all. */
    private final Change<String, String> taking = new Change<>() {
        @Override
        public List<String> apply(Handle tx, List<String> names, Instant now) {
            for (String name : names) {
                boolean isTaken = tx.createQuery("SELECT name FROM probe WHERE name = :name "
                                + hub.store.dialect().skipLocked())
                        .bind("name", name)
                        .mapTo(String.class)
                        .list()
                        .isEmpty();
                if (isTaken) {
                    throw new MeetsAnotherException("a row");
                }
            }
            return change.apply(tx, names, now);
        }

        @Override
        public Object order(String name) {
            return change.order(name);
        }
    };

    @BeforeEach
    void open() throws SQLException {
        hub = new TestCorridor(TestStores.shared(folder, "a"), "a", Duration.ofMillis(200));
        hub.commit(
                (tx, inputs, now) -> {
                    for (int i = 0; i < 40; i++) {
                        tx.execute("INSERT INTO probe (name, at) VALUES ('" + (i % 2 == 0 ? "x/" : "y/") + i + "', 0)");
                    }
                    return List.of(true);
                },
                "");
        psql = TestStores.psql(folder);
        psql.setAutoCommit(false);
        try (Statement lock = psql.createStatement()) {
            lock.execute("SELECT * FROM probe WHERE name = 'x/4' FOR UPDATE");
        }
    }

    @AfterEach
    void close() throws SQLException {
        psql.close();
        hub.close();
    }

    private static List<String> names() {
        return IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? "x/" : "y/") + i)
                .toList();
    }

    /** Together in one transaction. */
    private Map<String, CompletableFuture<String>> submit(Function<String, CompletableFuture<String>> submitting)
            throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        hub.store.submit(
                (tx, inputs, now) -> {
                    entered.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return inputs;
                },
                "");
        entered.await();
        Map<String, CompletableFuture<String>> results =
                names().stream().collect(Collectors.toMap(name -> name, submitting));
        release.countDown();
        return results;
    }

    @Test
    void onlyWhatNeedsTheRowWaitsAndItDoesNotKeepTheOthersWaitingEachTimeThatItIsTried() throws Exception {
        Map<String, CompletableFuture<String>> results = submit(name -> hub.corridor.settle(change, name));
        CompletableFuture<String> locked = results.remove("x/4");

        CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(locked).isNotDone();
        assertThat(hub.store.trouble()).as("the store is there").isEmpty();
        for (int i = 0; i < 10; i++) {
            long began = System.nanoTime();
            hub.store.submit(change, "y/1").join();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
        assertThat(locked).isNotDone();

        psql.rollback();
        await().atMost(Duration.ofSeconds(5)).until(locked::isDone);
        assertThat(locked.join()).isEqualTo("x/4");
    }

    @Test
    void whatHasToKeepItsOrderWaitsBehindItAndWhatHasNotGoesOn() throws Exception {
        waitsInOrder(change);
    }

    @Test
    void soItIsOfRowsThatAreTakenAtOnceOrNotAtAll() throws Exception {
        waitsInOrder(taking);
    }

    private void waitsInOrder(Change<String, String> what) throws Exception {
        InOrder<String, String> ends = hub.corridor.inOrder(what);
        Map<String, CompletableFuture<String>> results =
                names().stream().collect(Collectors.toMap(name -> name, ends::settle));
        List<CompletableFuture<String>> others = results.entrySet().stream()
                .filter(result -> result.getKey().startsWith("y/"))
                .map(Map.Entry::getValue)
                .toList();

        await().atMost(Duration.ofSeconds(10)).until(() -> others.stream().allMatch(CompletableFuture::isDone));
        CompletableFuture<String> later = ends.settle("x/0");
        assertThat(ends.settle("y/1").orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("y/1");
        assertThat(results.get("x/4")).isNotDone();
        assertThat(results.get("x/38")).isNotDone();

        psql.rollback();
        await().atMost(Duration.ofSeconds(5)).until(later::isDone);
        assertThat(committed.stream().filter(name -> name.startsWith("x/")).toList())
                .containsExactlyElementsOf(
                        Stream.concat(names().stream().filter(name -> name.startsWith("x/")), Stream.of("x/0"))
                                .toList());
    }
}
