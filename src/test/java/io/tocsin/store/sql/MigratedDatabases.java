package io.tocsin.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Databases of the JVM's PostgreSQL server, copies of one whose schema is up to date: migrations take longer than most tests. */
final class MigratedDatabases {

    /** So many are kept; a test has fewer, and those before it are done with theirs. */
    private static final int KEPT = 40;

    private static final String TEMPLATE = "migrated";
    private static final Set<String> MADE = new LinkedHashSet<>();

    private MigratedDatabases() {}

    /** Connects to the server's own database. */
    interface Admin {
        Connection connect() throws SQLException;
    }

    /**
     * Makes it, if it is not there.
     *
     * @param url of a database by its name
     */
    static synchronized void make(String database, Admin server, UnaryOperator<String> url) {
        if (MADE.contains(database)) {
            return;
        }
        try (Connection admin = server.connect();
                Statement sql = admin.createStatement()) {
            if (MADE.isEmpty()) {
                sql.execute("CREATE DATABASE " + TEMPLATE);
                Store.open(
                                new PostgresDialect(url.apply(TEMPLATE), "postgres", "", "", false, false),
                                InstantSource.system())
                        .close();
            }
            sql.execute("CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE);
            MADE.add(database);
            if (MADE.size() > KEPT) {
                String oldest = MADE.iterator().next();
                sql.execute("DROP DATABASE " + oldest + " WITH (FORCE)");
                MADE.remove(oldest);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
