package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.token.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path data;

    @Test
    void theFirstStartMakesATokenThatOnlyTheOwnerCanReadAndTheNextFindsIt() throws Exception {
        String first = new AdminTokenFile(data).readOrCreate(random);

        assertThat(first).startsWith(Tokens.PREFIX);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin-token"))))
                .isEqualTo("rw-------");
        assertThat(new AdminTokenFile(data).readOrCreate(random)).isEqualTo(first);
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("admin-token"));
        }
    }

    @Test
    void aHalfWrittenFileOfAnEarlierCrashIsInNobodysWay() throws Exception {
        Files.writeString(data.resolve("admin-token.new"), "tsn_ha");

        assertThat(new AdminTokenFile(data).readOrCreate(random)).hasSize(47);
    }

    @Test
    void aFileThatOthersCanReadIsRefusedWithWhatToDo() throws Exception {
        new AdminTokenFile(data).readOrCreate(random);
        Files.setPosixFilePermissions(data.resolve("admin-token"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new AdminTokenFile(data).readOrCreate(random))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(Tokens.PREFIX);
    }

    @Test
    void aFileWithoutATokenIsRefused() throws Exception {
        new AdminTokenFile(data).readOrCreate(random);
        Files.writeString(data.resolve("admin-token"), "hello\n");

        assertThatThrownBy(() -> new AdminTokenFile(data).readOrCreate(random)).hasMessageContaining("no token");
    }
}
