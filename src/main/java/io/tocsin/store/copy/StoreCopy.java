package io.tocsin.store.copy;

import io.tocsin.store.copy.TableShape.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Copies all rows of a store into an empty one of the same schema, table by table and a few megabytes at a time, in one transaction:
 * whatever goes wrong, the target is as empty as before. Each table is read again from its new place before that is committed.
 *
 * <p>Nobody else may change either of them meanwhile.
 */
public final class StoreCopy {

    private static final int MOST_ROWS = 500;
    private static final long MOST_BYTES = 4L * 1024 * 1024;
    private static final int FETCHED = 200;

    private final Connection from;
    private final Connection to;
    private final Map<String, String> fresh;
    private final Consumer<String> progress;
    private long done;

    /**
     * @param from the store that is copied; a transaction is begun on it, and nothing is changed
     * @param to the empty store
     * @param fresh the {@linkplain #sums sums} of a store that was just made: some rows are part of the schema
     * @param progress is told how far it is, every few hundred rows; what it throws ends the copy, and the target is as empty as before
     */
    public StoreCopy(Connection from, Connection to, Map<String, String> fresh, Consumer<String> progress) {
        this.from = from;
        this.to = to;
        this.fresh = Map.copyOf(fresh);
        this.progress = progress;
    }

    /** A checksum of each table of a store. */
    public static Map<String, String> sums(Connection store) throws SQLException {
        Map<String, String> sums = new TreeMap<>();
        for (TableShape table : TableShape.all(store)) {
            sums.put(table.name(), sumOf(table, store).toString());
        }
        return sums;
    }

    /**
     * Copies.
     *
     * @return every table, also those without a row
     * @throws CannotCopyException if the target is not empty, or something differs afterwards
     * @throws SQLException if either database fails
     */
    public List<CopiedTable> run() throws SQLException {
        from.setAutoCommit(false);
        to.setAutoCommit(false);
        try {
            List<TableShape> tables = TableShape.all(from);
            if (!tables.equals(TableShape.all(to))) {
                throw new CannotCopyException(
                        "The stores do not have the same tables: both must have been opened by this version");
            }
            for (TableShape table : tables) {
                empty(table);
            }
            List<CopiedTable> copied = new ArrayList<>();
            for (TableShape table : tables) {
                copied.add(copy(table));
            }
            progress.accept("all " + done + " rows copied and read again");
            to.commit();
            return copied;
        } catch (SQLException | RuntimeException | Error e) {
            to.rollback();
            throw e;
        } finally {
            from.rollback();
        }
    }

    private void empty(TableShape table) throws SQLException {
        if (!sumOf(table, to).toString().equals(fresh.get(table.name()))) {
            throw new CannotCopyException("The target is not empty: its table " + table.name()
                    + " has rows. Name a store that no hub ran on, or drop its tables");
        }
        try (Statement clear = to.createStatement()) {
            clear.executeUpdate("DELETE FROM " + table.name());
        }
    }

    private CopiedTable copy(TableShape table) throws SQLException {
        RowSum read = new RowSum();
        long replaced = 0;
        try (Statement ask = reading(from);
                ResultSet rows = ask.executeQuery(table.select());
                PreparedStatement insert = to.prepareStatement(table.insert())) {
            int waiting = 0;
            long bytes = 0;
            while (rows.next()) {
                List<Object> row = row(table, rows);
                for (int i = 0; i < row.size(); i++) {
                    if (row.get(i) instanceof String text) {
                        bytes += text.getBytes(StandardCharsets.UTF_8).length;
                        if (text.indexOf('\0') >= 0) {
                            row.set(i, text.replace('\0', '\uFFFD'));
                            replaced++;
                        }
                    }
                }
                read.add(row);
                bind(table, insert, row);
                insert.addBatch();
                done++;
                if (++waiting >= MOST_ROWS || bytes >= MOST_BYTES) {
                    insert.executeBatch();
                    progress.accept("table " + table.name() + ": " + read.rows() + " rows copied, " + done + " in all");
                    waiting = 0;
                    bytes = 0;
                }
            }
            if (waiting > 0) {
                insert.executeBatch();
            }
        }
        progress.accept("table " + table.name() + ": " + read.rows() + " rows are read again, " + done + " in all");
        RowSum written = sumOf(table, to);
        if (read.rows() != written.rows() || !read.toString().equals(written.toString())) {
            throw new CannotCopyException("The copy of the table " + table.name() + " differs: " + read.rows()
                    + " rows (" + read + ") became " + written.rows() + " (" + written + "). Nothing was copied");
        }
        return new CopiedTable(table.name(), read.rows(), read.toString(), replaced);
    }

    private static RowSum sumOf(TableShape table, Connection store) throws SQLException {
        RowSum sum = new RowSum();
        try (Statement ask = reading(store);
                ResultSet rows = ask.executeQuery(table.select())) {
            while (rows.next()) {
                sum.add(row(table, rows));
            }
        }
        return sum;
    }

    /** A few rows at a time: PostgreSQL's driver would else hold all of them. */
    private static Statement reading(Connection store) throws SQLException {
        Statement ask = store.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        ask.setFetchSize(FETCHED);
        return ask;
    }

    private static List<Object> row(TableShape table, ResultSet rows) throws SQLException {
        List<Object> row = new ArrayList<>(table.columns().size());
        for (int i = 0; i < table.columns().size(); i++) {
            row.add(value(table, table.columns().get(i), rows.getObject(i + 1)));
        }
        return row;
    }

    /** A SQLite file may hold another kind of value in a column than its type says. */
    private static Object value(TableShape table, Column column, Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            switch (column.kind()) {
                case NUMBER:
                    if (!(value instanceof Double)) {
                        return number.longValue();
                    }
                    break;
                case FRACTION:
                    return number.doubleValue();
                default:
                    break;
            }
        } else if (value instanceof String && column.kind() == TableShape.Kind.TEXT) {
            return value;
        }
        throw new CannotCopyException("The column " + column.name() + " of the table " + table.name()
                + " holds a value of another kind than its own: "
                + value.getClass().getSimpleName());
    }

    private static void bind(TableShape table, PreparedStatement insert, List<Object> row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value instanceof String text) {
                insert.setString(i + 1, text);
            } else if (value instanceof Long number) {
                insert.setLong(i + 1, number);
            } else if (value instanceof Double fraction) {
                insert.setDouble(i + 1, fraction);
            } else {
                insert.setNull(i + 1, type(table.columns().get(i).kind()));
            }
        }
    }

    private static int type(TableShape.Kind kind) {
        return switch (kind) {
            case TEXT -> Types.VARCHAR;
            case NUMBER -> Types.BIGINT;
            case FRACTION -> Types.DOUBLE;
        };
    }
}
