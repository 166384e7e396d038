package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** One kind of thing that happens in an hour, read a page at a time, by an index. */
interface HourPart {

    /**
     * How far a page went.
     *
     * @param rows how many it had
     * @param next where the next one begins; empty where there is none
     */
    record Page(int rows, Optional<String> next) {}

    /** Reads what one row says. */
    @FunctionalInterface
    interface Reading {
        /** @return the row's place in the order of the part */
        String read(ResultSet row) throws SQLException;
    }

    /**
     * Counts a page.
     *
     * @param after where it begins; empty for the first one
     * @param most how many rows
     */
    Page read(Handle tx, HourRange hour, String after, int most, Tally tally);

    /** Runs the query of a page, which has {@code :from}, {@code :until} and {@code :most}. */
    static Page page(Query query, HourRange hour, int most, Reading reading) {
        List<String> places = query.bind("from", hour.from().toEpochMilli())
                .bind("until", hour.until().toEpochMilli())
                .bind("most", most)
                .setFetchSize(most)
                .map((row, context) -> reading.read(row))
                .list();
        return new Page(
                places.size(), places.size() < most ? Optional.empty() : Optional.of(places.get(places.size() - 1)));
    }

    /** The names in a column with a JSON array of them; none where the row is gone. */
    static List<String> names(ObjectMapper json, String array) {
        List<String> names = new ArrayList<>();
        if (array != null) {
            for (JsonNode name : JsonText.read(json, array)) {
                names.add(name.asText());
            }
        }
        return names;
    }

    /** The hub's own name of the source of a stored alert; empty where it is gone. */
    static String source(ObjectMapper json, String content) {
        if (content == null || content.isEmpty()) {
            return "";
        }
        JsonNode alert = JsonText.read(json, content);
        return alert.path("origin").asText(alert.path("source").asText());
    }
}
