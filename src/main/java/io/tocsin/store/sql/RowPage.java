package io.tocsin.store.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * A page of a list in the order of ids.
 *
 * @param found those that were asked for
 * @param next after which id the next page goes on; empty where this one ends the list
 */
public record RowPage<T>(List<T> found, Optional<String> next) {

    /** Rows that are looked at for one page. */
    private static final int MOST = 10_000;

    /** Rows that are fetched at a time. */
    private static final int FETCHED = 200;

    public RowPage {
        found = List.copyOf(found);
    }

    /**
     * What a page is looked for in, no more of it read than is asked for; to be closed.
     *
     * @param query gives rows in the order of the list, {@code :most} at most
     */
    public static <R> Stream<R> rows(Query query, RowMapper<R> mapper) {
        return query.bind("most", MOST).setFetchSize(FETCHED).map(mapper).stream();
    }

    /**
     * Looks at one of the {@linkplain #rows rows} after the other until there are enough.
     *
     * @param limit how many are wanted
     * @param id of a row
     * @param shown what a reader gets of a row; empty where nobody asked for it
     */
    public static <R, T> RowPage<T> of(
            Stream<R> rows, int limit, Function<R, String> id, Function<R, Optional<T>> shown) {
        List<T> found = new ArrayList<>();
        int looked = 0;
        String last = "";
        for (Iterator<R> all = rows.iterator(); all.hasNext(); looked++) {
            R row = all.next();
            if (found.size() == limit) {
                return new RowPage<>(found, Optional.of(last));
            }
            shown.apply(row).ifPresent(found::add);
            last = id.apply(row);
        }
        return new RowPage<>(found, looked < MOST ? Optional.empty() : Optional.of(last));
    }
}
