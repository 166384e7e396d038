package io.tocsin.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tables of a store, in one transaction, compared. */
class StoreCopyTest {

    @TempDir
    Path folder;

    @Test
    void everyTableIsCopiedWithAllItsRowsInSeveralBatches() throws SQLException {
        Dialect from = made("from");
        Dialect to = made("to");
        run(
                from,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)"
                        + " INSERT INTO audit (id, at, actor, action, target, detail) SELECT 'aud_' || i, i, 'a', 'b', 'c', printf('%.*c', 9000, 'x') FROM n");
        run(from, "INSERT INTO bucket VALUES ('acc', 'dest', 0.30000000000000004, 17, 0, '')");

        List<CopiedTable> copied = copy(from, to);

        assertThat(copied)
                .extracting(CopiedTable::name, CopiedTable::rows)
                .contains(tuple("audit", 1300L), tuple("bucket", 1L), tuple("event", 0L), tuple("slice", 64L));
        assertThat(copy(to, made("third"))).isEqualTo(copied);
    }

    @Test
    void whatPostgresqlCannotHoldIsReplacedAndCounted() throws SQLException {
        Dialect from = made("from");
        run(
                from,
                "INSERT INTO audit (id, at, actor, action, target, detail) VALUES ('aud_1', 1, 'a', 'b', 'c', 'x' || char(0) || 'y')");
        Dialect to = made("to");

        assertThat(copy(from, to))
                .anySatisfy(table -> assertThat(table.replaced()).isEqualTo(1));
        assertThat(text(to, "SELECT detail FROM audit")).isEqualTo("x\uFFFDy");
    }

    @Test
    void afterAFailureTheTargetIsAsEmptyAsBefore() throws SQLException {
        Dialect from = made("from");
        run(from, "INSERT INTO audit (id, at, actor, action, target, detail) VALUES ('aud_1', 1, 'a', 'b', 'c', '')");
        run(from, "INSERT INTO probe VALUES ('later in the alphabet', 'no number')");
        Dialect to = made("to");

        assertThatThrownBy(() -> copy(from, to))
                .isInstanceOf(CannotCopyException.class)
                .hasMessageContaining("column at of the table probe");
        assertThat(text(to, "SELECT count(*) FROM audit")).isEqualTo("0");
    }

    @Test
    void afterItWasEndedOnTheWayTheTargetIsAsEmptyAsBeforeAndCanBeCopiedTo() throws SQLException {
        Dialect from = made("from");
        run(
                from,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)"
                        + " INSERT INTO audit (id, at, actor, action, target, detail) SELECT 'aud_' || i, i, 'a', 'b', 'c', 'd' FROM n");
        Dialect to = made("to");

        assertThatThrownBy(() -> copy(from, to, far -> {
                    if (far.equals("table audit: 1000 rows copied, 1000 in all")) {
                        throw new IllegalStateException("ended");
                    }
                }))
                .hasMessage("ended");
        assertThat(text(to, "SELECT count(*) FROM audit")).isEqualTo("0");
        assertThat(copy(from, to))
                .extracting(CopiedTable::name, CopiedTable::rows)
                .contains(tuple("audit", 1300L));
    }

    private List<CopiedTable> copy(Dialect from, Dialect to) throws SQLException {
        return copy(from, to, far -> {});
    }

    private List<CopiedTable> copy(Dialect from, Dialect to, Consumer<String> progress) throws SQLException {
        Map<String, String> fresh;
        try (Connection made = made("fresh").schema().getConnection()) {
            fresh = StoreCopy.sums(made);
        }
        try (Connection reading = from.schema().getConnection();
                Connection writing = to.schema().getConnection()) {
            return new StoreCopy(reading, writing, fresh, progress).run();
        }
    }

    private Dialect made(String name) {
        Dialect dialect = new SqliteDialect(folder.resolve(name + ".db"));
        Store.open(dialect, InstantSource.system()).close();
        return dialect;
    }

    private static void run(Dialect store, String sql) throws SQLException {
        try (Connection connection = store.schema().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Dialect store, String sql) throws SQLException {
        try (Connection connection = store.schema().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
