package io.tocsin.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A SQLite file whose schema is up to date, made once for the JVM: most of the time that a new store takes is its migrations. */
final class MigratedStore {
    private static final byte[] BYTES = migrated();

    private MigratedStore() {}

    /** Puts one there, if there is none. */
    static void copyTo(Path file) {
        try {
            if (Files.notExists(file)) {
                new StoreFile(file).make();
                Files.write(file, BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] migrated() {
        try {
            Path folder = Files.createTempDirectory("migrated-store-");
            Path file = folder.resolve("hub.db");
            Store.open(new SqliteDialect(file), InstantSource.system()).close();
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
