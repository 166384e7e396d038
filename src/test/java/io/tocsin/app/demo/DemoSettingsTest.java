package io.tocsin.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import io.tocsin.net.server.CannotListenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {

    private static final Path HOME = Path.of("/opt/tocsin");

    @Test
    void theDemoKeepsItsDataApart() {
        assertThat(demo(Map.of("HUB_PORT", "0")).data()).isEqualTo(HOME.resolve("data/demo"));
        assertThat(demo(Map.of("HUB_PORT", "0", "HUB_DATA", "/tmp/x")).data()).isEqualTo(Path.of("/tmp/x/demo"));
    }

    @Test
    void theDemosRouteFilesComeAfterTheUsers() {
        assertThat(demo(Map.of("HUB_PORT", "0")).routes())
                .containsExactly(HOME.resolve("routes"), HOME.resolve("demo"));
    }

    @Test
    void aPortThatTheUserChoseStaysAndIsRefusedWhereItIsTaken() throws IOException {
        int chosen;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            chosen = taken.getLocalPort();
            int port = chosen;
            assertThatThrownBy(() -> demo(Map.of("HUB_PORT", "" + port)))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
        assertThat(demo(Map.of("HUB_PORT", "" + chosen)).number(Setting.PORT)).isEqualTo(chosen);
    }

    @Test
    void anyFreePortIsFoundBeforeTheStartSoThatMessagesCanNameIt() {
        assertThat(demo(Map.of("HUB_PORT", "0")).number(Setting.PORT)).isPositive();
    }

    private static HubSettings demo(Map<String, String> environment) {
        HubSettings users =
                HubSettings.read(Path.of("absent.properties"), name -> Optional.ofNullable(environment.get(name)));
        return DemoSettings.of(users, HOME);
    }
}
