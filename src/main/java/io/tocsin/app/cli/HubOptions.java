package io.tocsin.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which running hub a command talks to, with which token, and whose certificates it trusts. */
class HubOptions extends ConfigOption {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The hub, such as https://hub.example.com; without it HUB_SERVER, else where the settings of"
                    + " this folder have it listen.")
    private String server;

    /** As it was called before, and still may be. */
    @Option(names = "--url", hidden = true)
    private String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token; without it HUB_TOKEN, or the file that HUB_TOKEN_FILE names, else, for"
                    + " the hub of this folder, <hub.data>/admin-token.")
    private Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates to trust over https, as PEM, in place of those that this system trusts; without"
                    + " it HUB_CA_FILE.")
    private Path caFile;

    /** As it was before: everybody on the machine can read a command line. */
    @Option(names = "--token", hidden = true, arity = "0..1", fallbackValue = "")
    private String token;

    final HubClient client() {
        if (token != null) {
            throw new ParameterException(
                    command().commandLine(),
                    "--token is not taken, since everybody on this machine can read a command line: put the token into"
                            + " HUB_TOKEN, or name a file with --token-file.");
        }
        return new HubClient(new HubAccess.Asked(
                        server == null ? url : server,
                        tokenFile,
                        caFile,
                        surroundings().environment(),
                        this::settings)
                .find());
    }
}
