package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.sql.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes a row of the table {@code notice}. */
public final class NoticeRow {

    private NoticeRow() {}

    /**
     * The notice in the current row.
     *
     * @param row with all columns of {@code notice}
     * @param json reads the columns that hold JSON
     */
    public static Notice read(ResultSet row, ObjectMapper json) throws SQLException {
        List<String> rules = new ArrayList<>();
        JsonText.read(json, row.getString("rules")).forEach(rule -> rules.add(rule.asText()));
        return new Notice(
                row.getString("id"),
                row.getString("incident_id"),
                row.getString("event_id"),
                row.getLong("version"),
                row.getLong("round"),
                NoticeKind.ofWord(row.getString("kind")),
                rules,
                to(row.getString("receivers"), json),
                row.getString("message"),
                row.getLong("fence"));
    }

    /** The rules as the column has them. */
    public static String rules(List<String> rules) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rules.forEach(array::add);
        return array.toString();
    }

    /** The rules of that column for a reader, in one line; a rule's name has letters, digits and hyphens only. */
    public static String ruleNames(String rules) {
        return rules.replaceAll("[\\[\\]\"]", "").replace(",", ", ");
    }

    /** Who is told as the column has it: a name for a receiver at its own address, an object for anything else. */
    public static String receivers(List<Address> to) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Address draft : to) {
            if (draft.isReceiversOwn()) {
                array.add(draft.receiver());
            } else {
                ObjectNode node = array.addObject()
                        .put("receiver", draft.receiver())
                        .put("address", draft.address())
                        .put("recipient", draft.recipient());
                draft.heldUntil().ifPresent(until -> node.put("heldUntil", until.toEpochMilli()));
            }
        }
        return array.toString();
    }

    /**
     * Who is told.
     *
     * @param receivers what the column says
     */
    public static List<Address> to(String receivers, ObjectMapper json) {
        List<Address> to = new ArrayList<>();
        JsonText.read(json, receivers).forEach(draft -> to.add(draft(draft)));
        return to;
    }

    private static Address draft(JsonNode node) {
        return node.isTextual()
                ? Address.of(node.textValue())
                : new Address(
                        node.path("receiver").asText(),
                        node.path("address").asText(),
                        node.path("recipient").asText(),
                        Optional.of(node.path("heldUntil"))
                                .filter(JsonNode::isNumber)
                                .map(until -> Instant.ofEpochMilli(until.asLong())));
    }
}
