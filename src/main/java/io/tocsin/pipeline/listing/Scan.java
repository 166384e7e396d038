package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Looks through rows, the newest first, until a page is full, and no further than its bounds: so many rows, and so long.
 * Where it stops before the end, the page says from where to go on.
 *
 * @param mostRows how many rows are looked at for one page
 * @param longest after which time no more is read
 * @param nanos the time that passes, in nanoseconds
 */
record Scan(int mostRows, Duration longest, LongSupplier nanos) {

    private static final int CHUNK = 250;

    ListPage page(Handle tx, Listed list, ListFilter filter, int limit, String after) {
        long end = nanos.getAsLong() + longest.toNanos();
        List<ObjectNode> entries = new ArrayList<>();
        String cursor =
                after.isEmpty() && filter.until().isBefore(ListFilter.ALWAYS) ? list.before(filter.until()) : after;
        Optional<Instant> back = Optional.empty();
        int looked = 0;
        boolean more = true;
        while (more && entries.size() < limit && looked < mostRows && (looked == 0 || nanos.getAsLong() - end < 0)) {
            int most = Math.min(CHUNK, mostRows - looked);
            List<Listed.Row> rows = list.after(tx, cursor, most, filter);
            more = rows.size() == most;
            boolean allTooOld = !rows.isEmpty();
            for (Listed.Row row : rows) {
                if (entries.size() == limit) {
                    more = true; // this row is the next page's first
                    break;
                }
                looked++;
                cursor = row.cursor();
                back = Optional.of(row.at());
                if (!row.at().isBefore(filter.since())) {
                    allTooOld = false;
                    if (filter.takes(row.at())) {
                        list.entry(row.content(), filter).ifPresent(entries::add);
                    }
                }
            }
            // A row alone may be older than the one after it, where a clock was set; a whole chunk is the end.
            more = more && !allTooOld;
        }
        list.complete(tx, entries);
        return new ListPage(entries, more ? Optional.of(cursor) : Optional.empty(), looked, back);
    }
}
