package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path work;

    @Test
    void aNewDataFolderIsForItsOwnerAlone() throws Exception {
        Path path = work.resolve("deep/data");
        DataFolder.take(path).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatAnotherHubHasIsRefusedUntilItIsGivenBack() {
        try (DataFolder first = DataFolder.take(work)) {
            assertThat(first.path()).isEqualTo(work);
            assertThatThrownBy(() -> DataFolder.take(work))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("Another hub is running on the data folder");
        }
        DataFolder.take(work).close();
    }
}
