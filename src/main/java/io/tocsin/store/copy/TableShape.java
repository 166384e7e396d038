package io.tocsin.store.copy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A table as its database describes it, so that one that is added to the schema is copied without a word here.
 *
 * @param name its name
 * @param columns in the order of their names
 */
record TableShape(String name, List<Column> columns) {

    /** What Flyway keeps for itself: each database has its own. */
    private static final String HISTORY = "flyway_schema_history";

    /** What a column holds. */
    enum Kind {
        TEXT,
        NUMBER,
        FRACTION
    }

    record Column(String name, Kind kind) {}

    /** All tables of the store, in the order of their names. */
    static List<TableShape> all(Connection store) throws SQLException {
        DatabaseMetaData described = store.getMetaData();
        List<TableShape> tables = new ArrayList<>();
        try (ResultSet rows = described.getTables(
                store.getCatalog(), store.getSchema(), "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (isOf(store, rows) && !name.equals(HISTORY) && !name.startsWith("sqlite_")) {
                    tables.add(new TableShape(name, columns(store, name)));
                }
            }
        }
        tables.sort(Comparator.comparing(TableShape::name));
        return tables;
    }

    private static List<Column> columns(Connection store, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = store.getMetaData().getColumns(store.getCatalog(), store.getSchema(), table, "%")) {
            while (rows.next()) {
                String name = rows.getString("COLUMN_NAME");
                if (isOf(store, rows) && table.equals(rows.getString("TABLE_NAME"))) {
                    columns.add(new Column(name, kind(table, name, rows.getString("TYPE_NAME"))));
                }
            }
        }
        columns.sort(Comparator.comparing(Column::name));
        return columns;
    }

    /** What was asked for is a pattern, in which an underscore is any letter. */
    private static boolean isOf(Connection store, ResultSet row) throws SQLException {
        return store.getSchema() == null || store.getSchema().equals(row.getString("TABLE_SCHEM"));
    }

    private static Kind kind(String table, String column, String type) {
        String word = type.toLowerCase(Locale.ROOT);
        if (word.contains("int")) {
            return Kind.NUMBER;
        }
        if (word.contains("text") || word.contains("char")) {
            return Kind.TEXT;
        }
        if (word.contains("double") || word.contains("float") || word.contains("real")) {
            return Kind.FRACTION;
        }
        throw new CannotCopyException("The column " + column + " of the table " + table + " has the type " + type
                + ", which this version does not know how to copy");
    }

    String select() {
        return "SELECT " + names() + " FROM " + name;
    }

    String insert() {
        return "INSERT INTO " + name + " (" + names() + ") VALUES (" + "?, ".repeat(columns.size() - 1) + "?)";
    }

    private String names() {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }
}
