package io.tocsin.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start that finds its hub's name taken. A hub whose machine or network failed has it until the server notices that nobody is at the
 * other end: then it is waited for. One that lives says so every two seconds, and is left alone at once.
 */
final class NameWait {

    private static final Logger LOG = LoggerFactory.getLogger(NameWait.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final String HOLDER = """
            SELECT a.pid, COALESCE(host(a.client_addr), 'this machine') AS address,
                   date_trunc('second', a.backend_start)::text AS since
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %d
              AND l.objid::bigint = hashtext(current_schema() || '/' || ?)::bigint & 4294967295
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """.formatted(PostgresDialect.NAME_LOCK);

    private static final String LAST_WORD = "SELECT max(seen_at) FROM hub WHERE name = ?";

    private final DataSource server;
    private final String hub;
    private final String store;
    private final Duration most;

    /**
     * @param server gives connections to look with
     * @param hub the name
     * @param store the store's URL, for the log
     * @param most how long is waited
     */
    NameWait(DataSource server, String hub, String store, Duration most) {
        this.server = server;
        this.hub = hub;
        this.store = store;
        this.most = most;
    }

    /**
     * Opens the connection that takes the name.
     *
     * @throws SQLException as the opening does; where the name is taken still, or by a hub that lives
     */
    void open(Dialect.Opening opening) throws SQLException {
        long began = System.nanoTime();
        Optional<Optional<Long>> firstWord = Optional.empty();
        while (true) {
            try {
                opening.open();
                if (firstWord.isPresent()) {
                    LOG.info("The name {} is free after {} ms; the start goes on", hub, millisSince(began));
                }
                return;
            } catch (SQLException taken) {
                if (!PostgresFailure.NAME_TAKEN.equals(taken.getSQLState()) || millisSince(began) >= most.toMillis()) {
                    throw taken;
                }
                Optional<Long> word = lastWord();
                if (firstWord.isEmpty()) {
                    firstWord = Optional.of(word);
                    LOG.warn(
                            "The start waits: the name {} on the store {} is taken{}. If that hub lives, this one gives way in some"
                                    + " three seconds; if its machine or network failed, the server finds that out within 15 s, and it"
                                    + " is waited for {} s at most",
                            hub,
                            store,
                            holder(),
                            most.toSeconds());
                } else if (!firstWord.get().equals(word)) {
                    throw taken; // it lives
                }
                pause(taken);
            }
        }
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static void pause(SQLException taken) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw taken;
        }
    }

    private String holder() {
        return ask(
                        HOLDER,
                        PostgresDialect.nameInLock(hub),
                        row -> " by the connection of server process " + row.getLong("pid") + " from "
                                + row.getString("address") + " since " + row.getString("since"))
                .orElse("");
    }

    /** By the store's clock; empty where no hub of the name ever said anything. */
    private Optional<Long> lastWord() {
        return ask(LAST_WORD, hub, row -> row.getLong(1));
    }

    private interface Reading<R> {
        R of(ResultSet row) throws SQLException;
    }

    /** Empty, too, where there is no such table yet, or the server does not answer: what is behind it, the opening says. */
    private <R> Optional<R> ask(String sql, String name, Reading<R> reading) {
        try (Connection connection = server.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(reading.of(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
