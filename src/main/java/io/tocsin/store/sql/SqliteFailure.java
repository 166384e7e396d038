package io.tocsin.store.sql;

import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What keeps a SQLite store from being opened, in one line that says what to do. */
final class SqliteFailure {

    /** The low byte of a result code says what happened, the rest where (https://sqlite.org/rescode.html). */
    private static final int PRIMARY = 0xff;

    private static final String RESTORE =
            "restore a backup (docs/operations.md, Backup), or move it away with its -wal and"
                    + " -shm to begin with an empty store";

    private SqliteFailure() {}

    /** @return empty where the failure has nothing to do with the store */
    static Optional<String> line(Path file, Throwable failure) {
        Optional<String> schema = Optional.empty();
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof NewerSchemaException newer) {
                return Optional.of("The store " + file + " " + newer.getMessage());
            }
            if (link instanceof OlderSchemaException older) {
                return Optional.of("The store " + file + " " + older.getMessage());
            }
            if (link instanceof SQLiteException refused && of(file, refused).isPresent()) {
                return of(file, refused);
            }
            if (link instanceof FlywayException invalid && schema.isEmpty()) {
                schema = Optional.of("The schema history of the store " + file + " is not as this version left it ("
                        + firstWords(invalid) + "): was it edited, or is this another program's file? If so, "
                        + RESTORE);
            }
        }
        return schema;
    }

    private static Optional<String> of(Path file, SQLiteException refused) {
        int primary = refused.getResultCode().code & PRIMARY;
        for (SQLiteErrorCode code : SQLiteErrorCode.values()) {
            if (code.code == primary) {
                return words(file, code)
                        .map(words -> words + " (" + refused.getResultCode().name() + ")");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> words(Path file, SQLiteErrorCode primary) {
        return Optional.ofNullable(
                switch (primary) {
                    case SQLITE_NOTADB -> "The store " + file + " is not a SQLite database: " + RESTORE;
                    case SQLITE_CORRUPT -> "The store " + file + " is damaged: " + RESTORE;
                    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                        "The store " + file
                                + " cannot be opened for writing: give this user the right to read and write it, its -wal and -shm,"
                                + " and their folder, or set hub.data (HUB_DATA) to another";
                    case SQLITE_FULL ->
                        "There is no room for the store " + file + ": make room on its disk and start again";
                    case SQLITE_IOERR ->
                        "The disk of the store " + file + " cannot be written or read: is it full, away, or failing?";
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        "The store " + file
                                + " is locked by another process, a sqlite3 shell say: end it and start again";
                    default -> null;
                });
    }

    /** What Flyway found, without its headings. */
    static String firstWords(Throwable invalid) {
        return String.valueOf(invalid.getMessage())
                .lines()
                .map(String::strip)
                .filter(line ->
                        !line.isEmpty() && !line.endsWith("fail validation") && !line.startsWith("Validate failed"))
                .findFirst()
                .orElse(String.valueOf(invalid.getMessage()).lines().findFirst().orElse(""));
    }
}
