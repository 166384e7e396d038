package io.tocsin.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What has been written to the hub's SQLite file so far, seen from beside it.
 *
 * @param commits transactions that wrote anything, a counter without a beginning
 * @param events rows of the table of events
 */
record StoreWrites(long commits, long events) {
    static final StoreWrites NONE = new StoreWrites(0, 0);

    private static final int CHANGES = 8; // iChange of the WAL index's header: https://sqlite.org/walformat.html

    /** Looks at the store, which may be in use. */
    static StoreWrites of(Path file) throws IOException, SQLException {
        byte[] index = Files.readAllBytes(file.resolveSibling(file.getFileName() + "-shm"));
        long commits = Integer.toUnsignedLong(
                ByteBuffer.wrap(index).order(ByteOrder.nativeOrder()).getInt(CHANGES));
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = store.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM event")) {
            return new StoreWrites(commits, count.getLong(1));
        }
    }

    /** What has come since then. */
    StoreWrites since(StoreWrites before) {
        return new StoreWrites(commits - before.commits, events - before.events);
    }
}
