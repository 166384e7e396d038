package io.tocsin.app.cli;

import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which running hub a command talks to, and with which token. */
class HubOptions extends ConfigOption {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The hub; without it, where the settings have it listen.")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "A token; without it HUB_TOKEN, or the one in <hub.data>/admin-token. Others on this machine may"
                            + " see a command line: HUB_TOKEN is safer.")
    private String token;

    final HubClient client() {
        HubSettings settings = settings();
        return new HubClient(url(settings), token(settings));
    }

    private String url(HubSettings settings) {
        if (url != null) {
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        String host = settings.text(Setting.HOST);
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + settings.text(Setting.PORT);
    }

    private String token(HubSettings settings) {
        if (token != null) {
            return token;
        }
        return surroundings().environment().apply("HUB_TOKEN").orElseGet(() -> {
            Path file = settings.data().resolve("admin-token");
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new CommandException("No token: " + file
                        + " cannot be read (a hub writes it at its first start); give --token or HUB_TOKEN");
            }
        });
    }
}
