package io.tocsin.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's connection, kept from one transaction to the next with the statements that were prepared on it: to prepare
 * them anew costs as much as to run them. For one thread at a time.
 */
final class KeptConnection extends DefaultStatementBuilder implements ConnectionFactory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);

    /** A list in SQL makes a new text for each length, so that not all can be kept. */
    private static final int MOST = 300;

    private final DataSource source;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<PreparedStatement, String> lent = new IdentityHashMap<>();
    /** Used so shortly ago, it is taken to be there still. */
    private static final long FRESH = Duration.ofMillis(500).toNanos();

    private static final int LOOK_SECONDS = 2;

    private final boolean remote;
    private volatile Connection connection;
    private long used;

    /**
     * @param source where the connection comes from, and the next one if that is closed
     * @param remote whether it can break while nobody uses it, so that it is looked at before
     */
    KeptConnection(DataSource source, boolean remote) {
        this.source = source;
        this.remote = remote;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (connection == null || connection.isClosed() || isBroken()) {
            close();
            connection = source.getConnection();
        }
        used = System.nanoTime();
        return connection;
    }

    private boolean isBroken() throws SQLException {
        return remote && System.nanoTime() - used > FRESH && !connection.isValid(LOOK_SECONDS);
    }

    /** It stays open. */
    @Override
    public void closeConnection(Connection used) {}

    @Override
    public PreparedStatement create(Connection on, String sql, StatementContext context) throws SQLException {
        return context.isReturningGeneratedKeys() ? super.create(on, sql, context) : take(sql);
    }

    @Override
    public void close(Connection on, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement prepared) {
            give(prepared); // Jdbi's text of it has names for the question marks
        } else {
            statement.close();
        }
    }

    /** A statement that nobody else uses until it is {@linkplain #give given back}. */
    PreparedStatement take(String sql) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        PreparedStatement taken = kept == null ? connection.prepareStatement(sql) : kept;
        lent.put(taken, sql);
        return taken;
    }

    /** Keeps a statement, whose results are closed, for the next time. */
    void give(PreparedStatement statement) throws SQLException {
        String sql = lent.remove(statement);
        if (sql == null) {
            statement.close();
            return;
        }
        statement.clearBatch(); // where it was not executed
        PreparedStatement twin = idle.put(sql, statement);
        if (twin != null) {
            twin.close();
        }
        if (idle.size() > MOST) {
            String eldest = idle.keySet().iterator().next();
            idle.remove(eldest).close();
        }
    }

    /** Closes a statement that failed. */
    void drop(PreparedStatement statement) throws SQLException {
        lent.remove(statement);
        statement.close();
    }

    /**
     * Closes all statements: a transaction failed, and one of them may stand in the middle of its results, with which SQLite would
     * not end it.
     */
    void forget() throws SQLException {
        List<PreparedStatement> all = new ArrayList<>(idle.values());
        all.addAll(lent.keySet());
        idle.clear();
        lent.clear();
        for (PreparedStatement statement : all) {
            statement.close();
        }
    }

    /** Breaks the connection off, from any thread: whoever waits for an answer on it gets none, and another is opened. */
    void breakOff() {
        Connection hanging = connection;
        if (hanging != null) {
            try {
                hanging.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("a connection that hangs could not be broken off", e);
            }
        }
    }

    /** Closes the connection; another is opened where it is needed. */
    @Override
    public void close() throws SQLException {
        lent.clear();
        idle.clear(); // they are closed with their connection
        if (connection != null) {
            Connection last = connection;
            connection = null;
            last.close();
        }
    }
}
