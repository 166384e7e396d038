package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.event.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real PostgreSQL; the suites of the store run on it whole by {@code -Dtests.store=postgresql}. */
@Tag("slow")
@Timeout(120)
class PostgresStoreTest {

    private static final Change<String, Integer> ADDING = (tx, actions, now) -> actions.stream()
            .map(action -> tx.createUpdate("INSERT INTO audit (id, at, actor, action, target, detail)"
                            + " VALUES (:id, 0, 'test', 'add', '', '')")
                    .bind("id", action)
                    .execute())
            .toList();

    @TempDir
    Path folder;

    @Test
    void theSchemaIsMadeOnceAndWhatIsCommittedIsThereAfterwards() {
        Dialect dialect = dialect("");
        try (Store store = Store.open(dialect, InstantSource.system())) {
            assertThat(store.submit(ADDING, "a").join()).isEqualTo(1);
        }
        try (Store again = Store.open(dialect, InstantSource.system())) {
            assertThat(again.<List<String>>read(tx -> tx.createQuery("SELECT id FROM audit")
                            .mapTo(String.class)
                            .list()))
                    .containsExactly("a");
        }
    }

    @Test
    void aReaderSeesOneStateOfTheStoreAndWritesNothing() {
        try (Store store = Store.open(dialect(""), InstantSource.system())) {
            assertThat(store.<List<Long>>read(tx -> {
                        long before = count(tx);
                        store.submit(ADDING, "meanwhile").join();
                        return List.of(before, count(tx));
                    }))
                    .containsExactly(0L, 0L);
            assertThatThrownBy(() -> store.read(tx -> tx.execute("DELETE FROM audit")))
                    .hasMessageContaining("read-only");
        }
    }

    @Test
    void aServerThatAnswersBeforeTheDiskIsRefused() {
        Dialect unsafe = dialect("&options=-c%20synchronous_commit=off");

        assertThatThrownBy(() -> Store.open(unsafe, InstantSource.system()))
                .satisfies(refused -> assertThat(unsafe.explain(refused))
                        .hasValueSatisfying(line -> assertThat(line).contains("synchronous_commit=off", "ALTER ROLE")));
    }

    @Test
    void eachThingThatKeepsItFromOpeningIsOneLineWithAWayOut() {
        assertExplained("jdbc:postgresql://localhost:1/hub", "cannot be reached");
        String there = TestStores.url(folder.resolve("hub.db"));
        assertExplained(there.replaceFirst("/t_\\w+\\?", "/nowhere?"), "CREATE DATABASE");
        assertExplained(there + "&options=-c%20default_transaction_read_only=on", "takes no writes");
    }

    @Test
    void whileTheServerIsAwayChangesAreRefusedAndAfterwardsTaken() throws Exception {
        Path data = folder.resolve("pg");
        int port;
        Store store;
        try (EmbeddedPostgres server = server(data, 0)) {
            port = server.getPort();
            store = Store.open(
                    new PostgresDialect("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "", "hub"),
                    InstantSource.system());
            store.submit(ADDING, "before").join();
        }
        try {
            CompletableFuture<Integer> away = store.submit(ADDING, "away");
            assertThatThrownBy(away::join)
                    .hasCauseInstanceOf(StoreUnavailableException.class)
                    .satisfies(
                            failure -> assertThat(store.mayTakeLater(failure)).isTrue());
            assertThat(store.trouble()).isPresent();
            try (EmbeddedPostgres back = server(data, port)) {
                assertThat(store.submit(ADDING, "after").join()).isEqualTo(1);
                // A reader's connection that was used a moment ago is not looked at before it is used again.
                await().ignoreExceptions().until(() -> store.<Long>read(PostgresStoreTest::count) == 2);
            }
        } finally {
            store.close();
        }
    }

    /** Its rows would stay locked, and a commit that is still under way could be made after the hub went on without it. */
    @Test
    void aConnectionThatWasGivenUpIsEndedAtTheServerBeforeTheNextIsUsed() {
        Change<String, Integer> whoWrites = (tx, names, now) -> names.stream()
                .map(name -> tx.createQuery("SELECT pg_backend_pid()")
                        .mapTo(Integer.class)
                        .one())
                .toList();
        try (TcpProxy network = TestStores.network();
                Store store = Store.open(
                        TestStores.beyond(network, folder.resolve("hub.db"), true), InstantSource.system())) {
            int first = store.submit(whoWrites, "first").join();
            network.blackHole();
            CompletableFuture<Integer> swallowed = store.submit(ADDING, "swallowed");
            assertThatThrownBy(swallowed::join).satisfies(failure -> assertThat(store.mayTakeLater(failure))
                    .isTrue());
            network.heal();
            await().ignoreExceptions()
                    .until(() -> store.submit(whoWrites, "next").join() != first);
            assertThat(store.<Long>read(
                            tx -> tx.createQuery("SELECT count(*) FROM pg_stat_activity WHERE pid = " + first)
                                    .mapTo(Long.class)
                                    .one()))
                    .isZero();
        }
    }

    @Test
    void anOldTransactionAndDeadRowsShow() throws Exception {
        Dialect dialect = dialect("");
        try (Store store = Store.open(dialect, InstantSource.system());
                Connection person = dialect.schema().getConnection();
                Statement forgotten = person.createStatement()) {
            person.setAutoCommit(false);
            person.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            forgotten.execute("SELECT count(*) FROM event");
            store.submit(ADDING, "a").join();
            store.submit(ADDING, "b").join();

            Map<String, Double> figures = store.read(dialect::figures).stream()
                    .filter(figure -> figure.of().isEmpty())
                    .collect(Collectors.toMap(StoreFigure::name, StoreFigure::value));
            assertThat(figures.get("oldest_transaction_seconds")).isPositive();
            assertThat(figures.get("oldest_snapshot_transactions")).isGreaterThanOrEqualTo(2);
            assertThat(store.read(dialect::figures))
                    .filteredOn(figure -> figure.name().equals("dead_rows"))
                    .extracting(StoreFigure::of)
                    .containsExactlyInAnyOrder("event", "alert", "incident", "notice", "delivery");
            assertThat(store.<String>read(tx -> tx.createQuery(
                                    "SELECT reloptions::text FROM pg_class WHERE oid = 'delivery'::regclass")
                            .mapTo(String.class)
                            .one()))
                    .contains("autovacuum_vacuum_scale_factor=0.01");
        }
    }

    private static long count(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM audit").mapTo(Long.class).one();
    }

    private void assertExplained(String url, String expected) {
        Dialect dialect = new PostgresDialect(url, "postgres", "", "hub");
        assertThatThrownBy(() -> Store.open(dialect, InstantSource.system()))
                .satisfies(refused -> assertThat(dialect.explain(refused))
                        .as(String.valueOf(refused))
                        .hasValueSatisfying(line ->
                                assertThat(line).startsWith("The store " + url).contains(expected)));
    }

    private Dialect dialect(String more) {
        return new PostgresDialect(TestStores.url(folder.resolve("hub.db")) + more, "postgres", "", "hub");
    }

    private static EmbeddedPostgres server(Path data, int port) throws Exception {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .start();
    }
}
