package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.net.server.HubHttpServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Advisories of Camel that no other test keeps out of reach; {@code docs/security.md} has the list. */
@Timeout(60)
class AdvisoriesTest {
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder).start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /** CVE-2026-84176: Camel's CORS answers whatever origin asks, and lets it send credentials. */
    @Test
    void noOriginIsAllowedToRead() {
        HttpResponse<String> asked = hub.exchange(hub.request("/v1/events/ci")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> read =
                hub.exchange(hub.authorized("/v1/receivers").header("Origin", "https://evil.example"));

        assertThat(asked.headers().map().keySet()).noneMatch(AdvisoriesTest::isCors);
        assertThat(read.headers().map().keySet()).noneMatch(AdvisoriesTest::isCors);
    }

    private static boolean isCors(String header) {
        return header.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-");
    }

    /** CVE-2026-40022: Camel's own server asks for credentials on one path and not on those below it. */
    @Test
    void theServerOfCamelsOwnIsNotStarted() {
        assertThat(hub.hub().camel().hasServices(VertxPlatformHttpServer.class))
                .isNotEmpty()
                .allMatch(HubHttpServer.class::isInstance);
    }

    /** CVE-2026-59230 and 33454 are of mail consumers, CVE-2026-83531 of the dynamic router. */
    @Test
    void noShippedRouteReadsMailOrIsRoutedByItsMessages() {
        Set<String> schemes = hub.hub().camel().getRoutes().stream()
                .map(route -> scheme(route.getEndpoint()))
                .collect(Collectors.toSet());

        assertThat(schemes)
                .contains("accept", "inbox")
                .doesNotContain("imap", "imaps", "pop3", "pop3s", "smtp", "smtps", "dynamic-router-control");
        assertThat(hub.hub().camel().getEndpoints()).noneMatch(e -> scheme(e).startsWith("dynamic-router"));
    }

    private static String scheme(Endpoint endpoint) {
        return endpoint.getEndpointUri().split(":", 2)[0];
    }
}
