package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class KeptStatementsTest {
    private static final String ADD = "INSERT INTO probe (name, at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    private static final String ADD_ANYHOW = "INSERT INTO probe (name, at) VALUES (?, ?)";
    private static final Change<String, Integer> ADDING = (tx, names, now) -> IntStream.of(Statements.of(tx)
                    .each(ADD, names, (values, name) -> values.text(name).time(now)))
            .boxed()
            .toList();
    private static final Change<String, Integer> ADDING_ANYHOW = (tx, names, now) -> IntStream.of(Statements.of(tx)
                    .each(ADD_ANYHOW, names, (values, name) -> values.text(name).time(now)))
            .boxed()
            .toList();

    @TempDir
    Path folder;

    private final AtomicReference<String> failing = new AtomicReference<>("");
    private final AtomicReference<String> failingAfter = new AtomicReference<>("");
    private Store store;

    @BeforeEach
    void open() {
        FaultyDialect.Watch watch = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) throws SQLException {
                if (failing.compareAndSet(sql, "")) {
                    throw TestStores.away("at " + sql);
                }
            }

            @Override
            public void after(String sql) throws SQLException {
                if (sql.contains("RETURNING") && failingAfter.compareAndSet("RETURNING", "")) {
                    throw TestStores.away("after " + sql);
                }
            }
        };
        store = Store.open(new FaultyDialect(folder.resolve("hub.db"), watch), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aStatementThatFailsInTheMiddleOfItsResultsDoesNotStandInTheWayOfTheNextTransaction() {
        Change<String, String> returning =
                (tx, names, now) -> tx.createQuery("INSERT INTO probe (name, at) VALUES (:name, 0) RETURNING name")
                        .bind("name", names.get(0))
                        .mapTo(String.class)
                        .list();
        store.submit(returning, "a").join();
        failingAfter.set("RETURNING");
        assertThatThrownBy(store.submit(returning, "b")::join)
                .rootCause()
                .hasMessageContaining("after INSERT INTO probe");

        assertThat(store.submit(returning, "c").join()).isEqualTo("c");
    }

    @Test
    void eachRowTellsWhetherItWasWritten() {
        assertThat(ask(ADDING, "a", "b")).containsExactly(1, 1);
        assertThat(ask(ADDING, "b", "c")).containsExactly(0, 1);
    }

    @Test
    void someOfTheRowsTellItAtTheirOwnPlaces() {
        int[] changed = {7, 7, 7};
        Change<List<String>, int[]> some = (tx, all, now) -> {
            Statements.of(tx)
                    .some(
                            ADD,
                            all.get(0),
                            name -> !name.equals("b"),
                            (values, name, place) -> values.text(name).number(place),
                            changed);
            return List.of(changed);
        };

        store.submit(some, List.of("a", "b", "c")).join();

        assertThat(changed).containsExactly(1, 7, 1);
        assertThat(read("SELECT name || at FROM probe ORDER BY name")).containsExactly("a0", "c2");
    }

    @Test
    void whatIsNamedIsFoundOnceHoweverManyAreNamed() {
        List<String> all = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
        store.submitInOrder(ADDING, all).forEach(done -> done.join());
        Change<List<String>, List<String>> asking = (tx, lists, now) -> lists.stream()
                .map(names -> Statements.of(tx)
                        .among("SELECT name FROM probe WHERE name IN (<list>)", names, row -> row.getString(1)))
                .toList();

        for (int count : new int[] {0, 1, 2, 3, 5, 63, 64, 65, 100}) {
            List<String> names = all.subList(0, count);
            assertThat(store.submit(
                                    asking,
                                    Stream.concat(names.stream(), Stream.of("x' OR '1'='1"))
                                            .toList())
                            .join())
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void nothingIsWrittenForAValueThatIsNotThere() {
        Change<String, Integer> change = (tx, inputs, now) -> {
            Statements.of(tx)
                    .each(
                            "INSERT INTO token (id, source, hash, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)",
                            inputs,
                            (values, id) -> values.text(id)
                                    .text(Optional.of("ci"))
                                    .text("h")
                                    .flag(true)
                                    .time(Optional.<Instant>empty()));
            return List.of(1);
        };

        store.submit(change, "t").join();

        assertThat(
                        read(
                                "SELECT id || source || hash || created_at || CASE WHEN revoked_at IS NULL THEN ' none' END FROM token"))
                .containsExactly("tcih1 none");
    }

    @Test
    void oneThatFailedIsNotUsedAgainNorAreTheRowsThatItHad() {
        ask(ADDING, "a");
        assertThatThrownBy(() -> ask(ADDING_ANYHOW, "b", "a"))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasMessageContaining("did not take it");
        failing.set(ADD_ANYHOW);
        assertThatThrownBy(() -> ask(ADDING_ANYHOW, "c")).hasStackTraceContaining("INSERT INTO probe");

        assertThat(ask(ADDING_ANYHOW, "d")).containsExactly(1);
        assertThat(read("SELECT name FROM probe ORDER BY name")).containsExactly("a", "b", "d");
    }

    /** What could not be rolled back is still open, and would be in the way of all that comes after. */
    @Test
    void aTransactionThatCouldNotBeRolledBackEndsWithTheNext() {
        Change<String, Integer> poison = (tx, inputs, now) -> {
            Statements.of(tx)
                    .each(ADD, inputs, (values, name) -> values.text(name).time(now));
            failing.set("ROLLBACK");
            throw new IllegalStateException("at fault");
        };

        assertThatThrownBy(() -> store.submit(poison, "a").join()).hasRootCauseMessage("at fault");

        assertThat(ask(ADDING, "b")).containsExactly(1);
        assertThat(read("SELECT name FROM probe")).containsExactly("b");
    }

    @Test
    void aStatementIsPreparedOnceForAllTransactionsOfItsConnection() throws SQLException {
        try (KeptConnection kept =
                new KeptConnection(TestStores.at(folder.resolve("kept.db")).writer(), true)) {
            Connection connection = kept.openConnection();
            PreparedStatement first = kept.take("SELECT 1");
            PreparedStatement atOnce = kept.take("SELECT 1");
            assertThat(atOnce).isNotSameAs(first);
            kept.give(first);
            kept.closeConnection(connection);

            assertThat(kept.openConnection()).isSameAs(connection);
            assertThat(kept.take("SELECT 1")).isSameAs(first);
            kept.drop(first);
            kept.give(atOnce);
            assertThat(kept.take("SELECT 1")).isSameAs(atOnce);
        }
    }

    private List<Integer> ask(Change<String, Integer> change, String... names) {
        return store.submitInOrder(change, List.of(names)).stream()
                .map(done -> done.join())
                .toList();
    }

    private List<String> read(String sql) {
        return store.read(tx -> tx.createQuery(sql).mapTo(String.class).list());
    }
}
