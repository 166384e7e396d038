package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ReceiversCommandTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    @Test
    void whatKeepsAReceiverWaitingIsTold() throws IOException {
        assertThat(lines("""
                        {"name": "team", "running": true, "provider": "slack", "breaker": "open", "waiting": 12,
                         "oldestWaitsSince": "2026-08-20T09:55:00Z", "tokens": 0.4,
                         "paused": [{"destination": "C42", "until": "2026-08-20T10:01:00Z",
                                     "because": "HTTP 429\\u001b[31m"}]}
                        """))
                .hasSize(2)
                .first()
                .isEqualTo("team (slack): breaker open, 12 waiting, the oldest for 5 min, tokens 0.4");
        assertThat(lines("""
                        {"name": "team", "running": true, "breaker": "open", "waiting": 0,
                         "paused": [{"destination": "C42", "until": "2026-08-20T10:01:00Z",
                                     "because": "HTTP 429\\u001b[31m"}]}
                        """).get(1))
                .startsWith("  C42 paused until 2026-08-20T10:01:00Z: HTTP 429")
                .doesNotContain("\u001b");
        assertThat(lines("""
                        {"name": "team", "running": true, "breaker": "closed", "waiting": 1,
                         "limited": [{"destination": "C1", "times": 1, "since": "2026-08-20T09:00:00Z"},
                                     {"destination": "C2", "times": 7, "since": "2026-08-20T09:00:00Z"}]}
                        """))
                .containsExactly(
                        "team: breaker closed, 1 waiting",
                        "  C2 rate-limited 7 times in a row since 2026-08-20T09:00:00Z");
        assertThat(lines("""
                        {"name": "team", "running": true, "breaker": "closed", "waiting": 0,
                         "lastFailure": {"at": "2026-08-20T09:58:00Z", "class": "permanent", "reason": "HTTP 403"}}
                        """))
                .containsExactly(
                        "team: breaker closed, nothing waits", "  last failure 2 min ago, permanent: HTTP 403");
        assertThat(lines("{\"name\": \"gone\", \"running\": false, \"waiting\": 1}"))
                .containsExactly("gone: no file makes it, 1 waiting");
    }

    @Test
    void aRunningHubNamesItsReceivers(@TempDir Path folder) {
        HubFiles files = HubFiles.in(folder).webhook("ops-hook", "http://127.0.0.1:9/hook", Map.of());
        try (TestHub hub = files.start()) {
            Shell.Ran ran = Shell.at(hub, files, folder).run("receivers");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("ops-hook (webhook): breaker closed, nothing waits\n");
            assertThat(ran.out().lines().reduce((a, b) -> b).orElseThrow()).matches("\\d+ receivers?");
        }
    }

    private static List<String> lines(String receiver) throws IOException {
        return ReceiversCommand.lines(new ObjectMapper().readTree(receiver), NOW);
    }
}
