package io.tocsin.store.sql;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that a hub keeps in memory, and of which one that cannot be read, damaged or of a newer hub, must keep nobody from the others: it is
 * passed over, and the log says so each time.
 */
public final class ReadableRows {

    private static final Logger LOG = LoggerFactory.getLogger(ReadableRows.class);

    private ReadableRows() {}

    /**
     * Those that can be read, in the order of the query.
     *
     * @param what one of them is, for the log, such as {@code the silence}
     * @param query gives rows with an {@code id}
     */
    public static <T> List<T> list(String what, Query query, RowMapper<T> mapper) {
        return query
                .map((row, context) -> {
                    try {
                        return Optional.of(mapper.map(row, context));
                    } catch (RuntimeException wrong) {
                        LOG.error(
                                "{} {} cannot be read and does not count on this hub; a newer hub may be able to: upgrade this one,"
                                        + " or mend or remove its row in the store",
                                what,
                                row.getString("id"),
                                wrong);
                        return Optional.<T>empty();
                    }
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
