package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.event.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SqliteOnly
class StoreFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("hub.db");
    }

    @Test
    void theStoreItsLogAndItsIndexAreForTheirOwnerAloneFromTheirCreation() throws IOException {
        new StoreFile(file).make();
        assertThat(mode("hub.db")).as("before anything is written to it").isEqualTo("rw-------");

        try (Store store = open()) {
            store.probe().join();
            assertThat(mode("hub.db")).isEqualTo("rw-------");
            assertThat(mode("hub.db-wal")).isEqualTo("rw-------");
            assertThat(mode("hub.db-shm")).isEqualTo("rw-------");
        }
    }

    @Test
    void anExistingWiderOneIsLeftAsItIs() throws IOException {
        open().close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        open().close();

        assertThat(mode("hub.db")).isEqualTo("rw-r-----");
    }

    @Test
    void nothingIsCommittedToAFileThatWasDeletedUntilItIsBack() throws IOException {
        try (Store store = open()) {
            store.probe().join();
            Path away = Files.move(file, folder.resolve("away"));

            assertThatThrownBy(() -> store.probe().join())
                    .hasRootCauseInstanceOf(StoreUnavailableException.class)
                    .hasRootCauseMessage(
                            file + " was deleted while the hub runs, and what is written now would be lost: put it"
                                    + " back, or restore a backup and start the hub again");

            Files.move(away, file);
            store.probe().join();
        }
    }

    @Test
    void nothingIsCommittedToAFileThatWasReplacedByAnother() throws IOException {
        try (Store store = open()) {
            store.probe().join();
            Files.copy(file, folder.resolve("copy"));
            Files.move(folder.resolve("copy"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(() -> store.probe().join()).hasStackTraceContaining(file + " was replaced");
        }
    }

    @Test
    void aLogThatWasDeletedCountsAsMuchAsTheFile() throws IOException {
        try (Store store = open()) {
            store.probe().join();
            Files.delete(folder.resolve("hub.db-wal"));

            assertThatThrownBy(() -> store.probe().join()).hasStackTraceContaining("hub.db-wal was deleted");
        }
    }

    private Store open() {
        return Store.open(new SqliteDialect(file), InstantSource.system());
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
