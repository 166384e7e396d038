package io.tocsin.app.demo;

import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import io.tocsin.net.server.CannotListenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** The settings of the demo's hub: those of the user, but for a data folder, route files and maybe a port of its own. */
final class DemoSettings {

    private DemoSettings() {}

    /**
     * The user's settings, changed for the demo.
     *
     * @param home the folder that relative paths in settings start from
     * @throws CannotListenException if the port that the user chose is taken
     */
    static HubSettings of(HubSettings settings, Path home) {
        String routes = settings.routes().stream()
                .map(folder -> home.resolve(folder).toString())
                .reduce((all, next) -> all + "," + next)
                .orElseThrow();
        int port = port(settings);
        return settings.with(Setting.PORT, Integer.toString(port))
                .with(Setting.URL, address(settings, port)) // a link in a message of the demo leads to the demo
                .with(
                        Setting.DATA,
                        home.resolve(settings.data()).resolve("demo").toString())
                .with(Setting.ROUTES, routes + "," + home.resolve("demo"))
                .with(Setting.GUARD_ALLOW, allowed(settings))
                .with(Setting.INTERVAL, "200ms"); // a retry in the demo is a matter of milliseconds
    }

    private static String address(HubSettings settings, int port) {
        String host = settings.text(Setting.HOST);
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    }

    /** The demo's own receivers listen on this machine. */
    private static String allowed(HubSettings settings) {
        String own = settings.text(Setting.GUARD_ALLOW);
        return own.isEmpty() ? "127.0.0.0/8" : own + ",127.0.0.0/8";
    }

    /**
     * The default port, or a free one where somebody else has it: whoever starts a demo wants to see it, not to free a port.
     * A port that the user chose is used or refused.
     */
    private static int port(HubSettings settings) {
        int wanted = settings.number(Setting.PORT);
        boolean chosen = wanted != 0 && !settings.text(Setting.PORT).equals(Setting.PORT.byDefault());
        String host = settings.text(Setting.HOST);
        int free = free(host, wanted);
        if (chosen && free != wanted) {
            throw new CannotListenException(
                    "Cannot listen on " + host + ":" + wanted
                            + ": the address is in use, or is not one of this machine's;"
                            + " stop what uses the port, or leave HUB_PORT out and the demo takes a free one",
                    null);
        }
        return free;
    }

    private static int free(String host, int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), wanted));
            return socket.getLocalPort();
        } catch (IOException taken) {
            return wanted == 0 ? 0 : free(host, 0);
        }
    }
}
