package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesForRunningReceiversTest {

    private static final String RULES =
            "rules:\n  - name: all\n    when: { status: [ firing, resolved ] }\n    notify: [ %s ]\n";

    @TempDir
    Path folder;

    @Test
    void anEditThatNamesAReceiverWhichDoesNotRunIsRefusedAndToldWithItsLine() {
        try (TestHub hub = HubFiles.in(folder).rules(RULES.formatted("log")).start()) {
            hub.files().rules(RULES.formatted("lgo"));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.hub().rules().broken().isPresent());
            assertThat(hub.hub().rules().broken().orElseThrow().get(0).toString())
                    .contains("default.yaml:4: found the receiver `lgo`")
                    .contains("expected one of log");
            assertThat(hub.hub().rules().current().all().get(0).receivers()).containsExactly("log");

            hub.files().rules(RULES.formatted("log"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.hub().rules().broken().isEmpty());
        }
    }

    @Test
    void rulesNestedThousandsDeepAreToldAndMendedWithoutARestart() {
        try (TestHub hub = HubFiles.in(folder).rules(RULES.formatted("log")).start()) {
            hub.files().rules("rules: " + "[".repeat(3_000) + "]".repeat(3_000) + "\n");

            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            hub.read("/health/ready").path("status").asText().equals("degraded"));
            assertThat(hub.hub().rules().broken().orElseThrow().get(0).toString())
                    .contains("default.yaml:1: found more than 100 lists and maps within each other");

            hub.files().rules(RULES.formatted("log").replace("all", "mended"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.hub().rules().current().find("mended").isPresent());
        }
    }
}
