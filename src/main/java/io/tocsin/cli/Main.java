package io.tocsin.cli;

import io.tocsin.hub.Hub;
import io.tocsin.hub.HubSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** t */
public final class Main {
    /** t */
    public static void main(String[] args) throws Exception {
        if (!args[0].equals("run")) {
            return;
        }
        HubSettings s = HubSettings.read(Path.of("application.properties"), n -> Optional.ofNullable(System.getenv(n)));
        Hub hub = Hub.start(s, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
        System.out.println("tocsin is ready at " + hub.address());
        Thread.sleep(Long.MAX_VALUE);
    }
}
