package io.tocsin.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The connection that writes, one after the other. Before one is used, the server has ended the one before, where that still stands there:
 * it would keep its rows locked, and a commit that was sent on it could be made later, after the hub went on as if it never was.
 */
final class PostgresWriter extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    /** Waits until it has ended, so that it is known what became of its transaction. */
    private static final String END = """
            SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
            WHERE pid = ? AND (extract(epoch FROM backend_start) * 1000000)::bigint = ?
            """;

    private static final String WHO = """
            SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint FROM pg_stat_activity
            WHERE pid = pg_backend_pid()
            """;

    private final String settings;
    private int pid;
    private long startedAt;

    /** @param settings statements that a new connection begins with */
    PostgresWriter(String settings) {
        this.settings = settings;
    }

    @Override
    public synchronized Connection getConnection(String user, String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        try {
            begin(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private void begin(Connection connection) throws SQLException {
        if (pid != 0) {
            endLast(connection);
        }
        try (Statement set = connection.createStatement()) {
            set.execute(settings);
            try (ResultSet who = set.executeQuery(WHO)) {
                who.next();
                pid = who.getInt(1);
                startedAt = who.getLong(2);
            }
        }
    }

    /** The pid alone could be another's by now; on a server that took over it is nobody's. */
    private void endLast(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setInt(1, pid);
            end.setLong(2, startedAt);
            end.execute();
        }
    }
}
