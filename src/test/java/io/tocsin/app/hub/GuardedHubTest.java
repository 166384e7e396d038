package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub of whose networks nothing is allowed, as a new one is. */
class GuardedHubTest {
    @TempDir
    Path folder;

    @Test
    void aReceiverOnThisMachineIsRefusedAtStartAndTheSettingIsNamed() {
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder)
                    .with(Setting.GUARD_ALLOW, "")
                    .webhook("hook", sink.url() + "/SECRETPATH", Map.of());
            InvalidFileException refused = catchThrowableOfType(
                    InvalidFileException.class, () -> files.start().close());
            assertThat(refused.findings())
                    .extracting(Finding::toString)
                    .singleElement()
                    .asString()
                    .contains("receivers/hook.camel.yaml:", "127.0.0.1", "hub.guard.allow")
                    .doesNotContain("SECRETPATH");
            assertThat(sink.got()).isEmpty();
        }
    }

    @Test
    void aNetworkThatIsNoneRefusesTheStart() {
        InvalidFileException refused = catchThrowableOfType(
                InvalidFileException.class,
                () -> HubSettings.read(
                        folder.resolve("none"),
                        name -> name.equals("HUB_GUARD_ALLOW") ? Optional.of("10.0.0.1/8") : Optional.empty()));
        assertThat(refused.findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .contains("HUB_GUARD_ALLOW=10.0.0.1/8", "10.0.0.0/8");
    }
}
