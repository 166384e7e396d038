package io.tocsin.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementBuilder;

/**
 * Statements that every event runs, in plain JDBC: prepared once for the writer's connection, values by place and not by name. All
 * others are read more easily in Jdbi, whose names and mappers cost more than SQLite's own work for a row.
 */
public final class Statements {

    /** Puts values into a statement, in the order of its question marks. */
    @FunctionalInterface
    public interface Binding {
        void bind(Values values) throws SQLException;
    }

    /** Puts the values of one row into a statement, in the order of its question marks. */
    @FunctionalInterface
    public interface RowBinding<T> {
        void bind(Values values, T row) throws SQLException;
    }

    /** The same of a row that is at this place among them, from 0. */
    @FunctionalInterface
    public interface PlaceBinding<T> {
        void bind(Values values, T row, int place) throws SQLException;
    }

    /** Reads what is needed of a row. */
    @FunctionalInterface
    public interface Reading<R> {
        R read(ResultSet row) throws SQLException;
    }

    private final Handle tx;

    private Statements(Handle tx) {
        this.tx = tx;
    }

    /** Those of this transaction. */
    public static Statements of(Handle tx) {
        return new Statements(tx);
    }

    /**
     * Runs a statement once for each row.
     *
     * @param sql a constant
     * @return how many rows of the store each of them changed
     */
    public <T> int[] each(String sql, Collection<T> rows, RowBinding<T> binding) {
        return each(sql, rows, (values, row, place) -> binding.bind(values, row));
    }

    /** As {@link #each(String, Collection, RowBinding)}, of rows that are told their places. */
    public <T> int[] each(String sql, Collection<T> rows, PlaceBinding<T> binding) {
        return rows.isEmpty()
                ? new int[0]
                : run(sql, statement -> {
                    Values values = new Values(statement);
                    int place = 0;
                    for (T row : rows) {
                        values.restart();
                        binding.bind(values, row, place++);
                        statement.addBatch();
                    }
                    return statement.executeBatch();
                });
    }

    /**
     * Runs a statement once for each of those rows that it is for.
     *
     * @param changed takes at the place of each of them how many rows of the store it changed
     */
    public <T> void some(String sql, List<T> rows, Predicate<T> which, PlaceBinding<T> binding, int[] changed) {
        List<Integer> places = new ArrayList<>(rows.size());
        for (int place = 0; place < rows.size(); place++) {
            if (which.test(rows.get(place))) {
                places.add(place);
            }
        }
        int[] each = each(sql, places, (values, place) -> binding.bind(values, rows.get(place), place));
        for (int i = 0; i < each.length; i++) {
            changed[places.get(i)] = each[i];
        }
    }

    /**
     * What a query finds.
     *
     * @param sql a constant
     */
    public <R> List<R> list(String sql, Binding binding, Reading<R> reading) {
        return run(sql, statement -> {
            binding.bind(new Values(statement));
            try (ResultSet rows = statement.executeQuery()) {
                List<R> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reading.read(rows));
                }
                return found;
            }
        });
    }

    /**
     * What a query finds among rows that are named.
     *
     * @param sql a constant with {@code <list>} in place of the list of names, which is the same each time it stands there; it has no
     *     other values
     */
    public <R> List<R> among(String sql, Collection<String> names, Reading<R> reading) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> padded = padded(names);
        int lists = sql.split("<list>", -1).length - 1;
        return list(
                sql.replace("<list>", marks(padded.size())),
                values -> {
                    for (int i = 0; i < lists; i++) {
                        for (String name : padded) {
                            values.text(name);
                        }
                    }
                },
                reading);
    }

    /** To a power of two, the last name again and again, so that there are few texts to prepare. */
    static <T> List<T> padded(Collection<T> names) {
        List<T> padded = new ArrayList<>(names);
        T last = padded.get(padded.size() - 1);
        while (Integer.bitCount(padded.size()) > 1) {
            padded.add(last);
        }
        return padded;
    }

    /** So many question marks, at least one. */
    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    /** Runs a statement without values. */
    void execute(String sql) {
        run(sql, PreparedStatement::execute);
    }

    @FunctionalInterface
    private interface Work<R> {
        R with(PreparedStatement statement) throws SQLException;
    }

    /** One that failed is not used again. */
    private <R> R run(String sql, Work<R> work) {
        StatementBuilder builder = tx.getStatementBuilder();
        try {
            if (builder instanceof KeptConnection kept) {
                PreparedStatement statement = kept.take(sql);
                R result;
                try {
                    result = work.with(statement);
                } catch (Throwable e) {
                    kept.drop(statement);
                    throw e;
                }
                kept.give(statement);
                return result;
            }
            try (PreparedStatement statement = tx.getConnection().prepareStatement(sql)) {
                return work.with(statement);
            }
        } catch (SQLException e) {
            throw new StatementFailedException(sql, e);
        }
    }
}
