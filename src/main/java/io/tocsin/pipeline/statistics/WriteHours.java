package io.tocsin.pipeline.statistics;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Puts what was counted of an hour in the place of what was counted of it before: so nothing is counted twice, however often it is made. */
final class WriteHours implements Change<MadeHour, Void> {

    /** First: two hubs that write the same hour do so one after the other. */
    private static final String HOUR = """
            INSERT INTO statistic_hour (hour, made_at, undecided) VALUES (?, ?, ?)
            ON CONFLICT (hour) DO UPDATE SET made_at = excluded.made_at, undecided = excluded.undecided
            """;

    private static final String CLEAR = "DELETE FROM statistic WHERE dimension = ? AND hour = ?";

    private static final String ROW = "INSERT INTO statistic (dimension, hour, name, detail, "
            + Arrays.stream(Count.values()).map(Count::column).collect(Collectors.joining(", ")) + ", "
            + Arrays.stream(Took.values()).map(Took::column).collect(Collectors.joining(", "))
            + ") VALUES (?" + ", ?".repeat(3 + Count.values().length + Took.values().length) + ")";

    @Override
    public List<Void> apply(Handle tx, List<MadeHour> hours, Instant now) {
        Statements statements = Statements.of(tx);
        for (MadeHour made : hours) {
            statements.each(HOUR, List.of(made), (values, hour) -> values.time(hour.hour())
                    .time(hour.madeAt())
                    .number(hour.undecided()));
            statements.each(CLEAR, List.of(Dimension.values()), (values, dimension) -> values.text(dimension.word())
                    .time(made.hour()));
            statements.each(ROW, made.rows(), (values, row) -> {
                values.text(row.dimension().word())
                        .time(made.hour())
                        .text(row.name())
                        .text(row.detail());
                for (Count count : Count.values()) {
                    values.number(row.sums().get(count));
                }
                for (Took took : Took.values()) {
                    values.text(row.sums().text(took));
                }
            });
        }
        return Collections.nCopies(hours.size(), null);
    }

    @Override
    public int rows(MadeHour hour) {
        return 1 + hour.rows().size();
    }
}
