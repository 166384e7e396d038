package io.tocsin.app.cli;

import io.tocsin.app.hub.Environment;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to come to a hub.
 *
 * @param server its URL, without a slash at the end
 * @param serverFrom who said so, for messages
 * @param token what opens it
 * @param tokenFrom where that was read
 * @param authorities a PEM file with the only certificates that are trusted; empty for those that the system trusts
 */
record HubAccess(String server, String serverFrom, String token, String tokenFrom, Optional<Path> authorities) {

    private static final String SERVER = "HUB_SERVER";
    private static final String TOKEN = "HUB_TOKEN";
    private static final String TOKEN_FILE = "HUB_TOKEN_FILE";
    private static final String CA_FILE = "HUB_CA_FILE";

    private record Found(String value, String from) {}

    /**
     * What was said of it.
     *
     * @param server the option; null where it is not there
     * @param tokenFile likewise
     * @param caFile likewise
     * @param settings reads the settings of the folder, which count where nothing else was said
     */
    record Asked(String server, Path tokenFile, Path caFile, Environment environment, Supplier<HubSettings> settings) {

        /** Finds out. @throws CommandException if there is no server or no token, or what is there cannot be one */
        HubAccess find() {
            Found where = whichServer();
            Found with = token(where);
            return new HubAccess(
                    where.value,
                    where.from,
                    with.value,
                    with.from,
                    Optional.ofNullable(caFile).or(() -> said(CA_FILE).map(Path::of)));
        }

        private Optional<String> said(String variable) {
            return environment.apply(variable).map(String::strip).filter(text -> !text.isEmpty());
        }

        private Found whichServer() {
            if (server != null) {
                return checked(server, "--server");
            }
            return said(SERVER)
                    .map(url -> checked(url, SERVER))
                    .orElseGet(() -> new Found(ofFolder(), "the settings of this folder"));
        }

        private static Found checked(String url, String from) {
            String text = url.strip().replaceAll("/+$", "");
            if (text.matches("(?i)https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
                try {
                    if (URI.create(text).getHost() != null) {
                        return new Found(text, from);
                    }
                } catch (IllegalArgumentException e) {
                    // said below
                }
            }
            throw new CommandException(from + " is `" + TerminalText.line(url, 200)
                    + "`, which is no address of a hub; expected https://<host> or http://<host>:<port>");
        }

        private String ofFolder() {
            String host = settings.get().text(Setting.HOST);
            String named =
                    switch (host) {
                        case "0.0.0.0" -> "127.0.0.1";
                        case "::" -> "[::1]";
                        default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
                    };
            return "http://" + named + ":" + settings.get().text(Setting.PORT);
        }

        private Found token(Found where) {
            if (tokenFile != null) {
                return new Found(read(tokenFile, "--token-file"), "--token-file " + tokenFile);
            }
            Optional<String> itself = said(TOKEN);
            Optional<String> file = said(TOKEN_FILE);
            if (itself.isPresent() && file.isPresent()) {
                throw new CommandException(
                        TOKEN + " and " + TOKEN_FILE + " are both set; unset the one that is not to count");
            }
            return itself.map(token -> new Found(usable(token, TOKEN), TOKEN))
                    .or(() -> file.map(path -> new Found(read(Path.of(path), TOKEN_FILE), TOKEN_FILE + " " + path)))
                    .orElseGet(() -> ofFolder(where));
        }

        /** The token of this folder's hub opens no other one, and is nobody else's business. */
        private Found ofFolder(Found where) {
            if (!isHere(where.value) && !where.value.equals(ofFolder())) {
                throw new CommandException("No token for " + where.value + ": give --token-file, or " + TOKEN + " or "
                        + TOKEN_FILE + ". The admin token of this folder is sent to no other machine");
            }
            Path file = settings.get().data().resolve("admin-token");
            try {
                return new Found(usable(Files.readString(file).strip(), file.toString()), file.toString());
            } catch (IOException e) {
                throw new CommandException("No token: " + file
                        + " cannot be read (a hub writes it at its first start); give --token-file or " + TOKEN);
            }
        }

        private static boolean isHere(String url) {
            String host = URI.create(url).getHost();
            return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        }

        private static String read(Path file, String from) {
            try {
                return usable(Files.readString(file).strip(), from + " " + file);
            } catch (IOException e) {
                throw new CommandException(
                        from + " names " + file + ", which cannot be read; expected a file with a token");
            }
        }

        /** One that a header can carry; what is wrong with it is said without it. */
        private static String usable(String token, String from) {
            if (!token.matches("[!-~]+")) {
                throw new CommandException(from + (token.isEmpty() ? " is empty" : " holds more than one word")
                        + "; expected a token alone");
            }
            return token;
        }
    }
}
