package io.tocsin.store.sql;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A row as JSON for a reader: columns under their names in camel case, {@code ..._at} as ISO-8601 times in UTC, JSON
 * columns as what they hold; what is null or an empty text is left out.
 */
public final class RowJson implements RowMapper<ObjectNode> {

    private final ObjectMapper json;
    private final Set<String> documents;

    /**
     * @param json reads what the store keeps as JSON
     * @param documents the columns that hold JSON
     */
    public RowJson(ObjectMapper json, String... documents) {
        this.json = json;
        this.documents = Set.of(documents);
    }

    @Override
    public ObjectNode map(ResultSet row, StatementContext context) throws SQLException {
        ObjectNode node = json.createObjectNode();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            put(node, columns.getColumnLabel(i).toLowerCase(Locale.ROOT), row, i);
        }
        return node;
    }

    private void put(ObjectNode node, String column, ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        if (value == null || value.equals("")) {
            return;
        }
        String name = camelCase(column);
        if (documents.contains(column)) {
            node.set(name, JsonText.orText(json, row.getString(index)));
        } else if (column.endsWith("_at")) {
            node.put(name, Instant.ofEpochMilli(row.getLong(index)).toString());
        } else if (value instanceof Number) {
            node.put(name, row.getLong(index));
        } else {
            node.put(name, row.getString(index));
        }
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
