package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What was counted of one name, in an hour or in many. Not for several threads. */
final class Sums {

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<Took, Durations> durations = new EnumMap<>(Took.class);

    /** What a row of the table has, added to this. */
    Sums add(ResultSet row) throws SQLException {
        for (Count count : Count.values()) {
            add(count, row.getLong(count.column()));
        }
        for (Took took : Took.values()) {
            String text = row.getString(took.column());
            if (!text.isEmpty()) {
                durations.computeIfAbsent(took, any -> new Durations()).add(text);
            }
        }
        return this;
    }

    /** So many more. */
    void add(Count count, long more) {
        if (more != 0) {
            counts.merge(count, more, Long::sum);
        }
    }

    /** One more that took so long. */
    void add(Took took, Duration time) {
        durations.computeIfAbsent(took, any -> new Durations()).add(time);
    }

    long get(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** The durations as the store keeps them; empty for none. */
    String text(Took took) {
        return Optional.ofNullable(durations.get(took)).map(Durations::text).orElse("");
    }

    /** Writes them for a reader: what a dimension counts, also where it is nothing, and the durations that there are. */
    void write(ObjectNode node, Dimension dimension) {
        dimension.counts().forEach(count -> node.put(count.field(), get(count)));
        durations.forEach((took, times) -> times.write(node.putObject(took.field())));
    }
}
