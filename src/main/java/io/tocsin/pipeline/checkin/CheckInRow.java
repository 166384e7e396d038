package io.tocsin.pipeline.checkin;

import io.tocsin.model.checkin.Standing;
import io.tocsin.model.checkin.Terms;
import io.tocsin.store.sql.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A check-in as the store has it.
 *
 * @param name its name
 * @param content what is said of it, as JSON text
 * @param standing how it stands
 * @param told the event that said that it is late, as JSON text; empty where it is not
 */
public record CheckInRow(String name, String content, Standing standing, Optional<String> told) {

    static final String SELECT =
            "SELECT name, content, every_ms, grace_ms, since, reported_at, late_since, excused, told FROM check_in";

    static final String INSERT = """
            INSERT INTO check_in (content, every_ms, grace_ms, since, reported_at, late_since, excused, told, due_at, name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
            """;

    static final String UPDATE = """
            UPDATE check_in SET content = ?, every_ms = ?, grace_ms = ?, since = ?, reported_at = ?, late_since = ?,
                excused = ?, told = ?, due_at = ? WHERE name = ?
            """;

    static CheckInRow read(ResultSet row) throws SQLException {
        return new CheckInRow(
                row.getString(1),
                row.getString(2),
                new Standing(
                        new Terms(Duration.ofMillis(row.getLong(3)), Duration.ofMillis(row.getLong(4))),
                        Instant.ofEpochMilli(row.getLong(5)),
                        time(row, 6),
                        time(row, 7),
                        row.getInt(8) == 1),
                Optional.ofNullable(row.getString(9)));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** @param shared whether another hub may have heard a report that it has not written yet */
    void bind(Values values, boolean shared) throws SQLException {
        Instant look = standing.dueAt().plus(shared ? standing.terms().slack() : Duration.ZERO);
        values.text(content)
                .number(standing.terms().every().toMillis())
                .number(standing.terms().grace().toMillis())
                .time(standing.since())
                .time(standing.reportedAt())
                .time(standing.lateSince())
                .flag(standing.excused())
                .text(told)
                .time(standing.isLate() ? Optional.empty() : Optional.of(look))
                .text(name);
    }

    CheckInRow with(Standing other) {
        return new CheckInRow(name, content, other, told);
    }

    CheckInRow with(String otherContent) {
        return new CheckInRow(name, otherContent, standing, told);
    }

    CheckInRow telling(Optional<String> event) {
        return new CheckInRow(name, content, standing, event);
    }
}
