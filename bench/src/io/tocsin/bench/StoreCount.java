package io.tocsin.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Counts in the hub's SQLite file, seen from beside it. */
final class StoreCount {
    private StoreCount() {}

    /** What a query counts now. */
    static long of(Path file, String query) throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = store.createStatement();
                ResultSet count = statement.executeQuery(query)) {
            return count.getLong(1);
        }
    }

    /**
     * Waits until a query counts so many.
     *
     * @throws IllegalStateException if that takes longer than the limit
     */
    static void await(Path file, String query, long expected, int limitSeconds)
            throws SQLException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        for (long count = of(file, query); count != expected; count = of(file, query)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(query + " is " + count + ", not " + expected);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
