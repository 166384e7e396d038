package io.tocsin.app.cli;

import io.tocsin.app.hub.HubSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the settings are. */
class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; without it application.properties beside the launcher. Environment variables"
                    + " (HUB_PORT ...) override it.")
    private Path config;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Reads the settings; relative folders in them start from the launcher's folder. */
    final HubSettings settings() {
        Main.Surroundings around = surroundings();
        if (config != null && !config.toFile().isFile()) {
            throw new CommandException(config + " is not there; --config names a properties file");
        }
        Path file = config == null ? around.home().resolve("application.properties") : config;
        return HubSettings.read(file, around.environment()).under(around.home());
    }

    /** Where data goes. */
    final PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Where everything goes that is not data. */
    final PrintWriter err() {
        return command.commandLine().getErr();
    }

    final CommandSpec command() {
        return command;
    }

    final Main.Surroundings surroundings() {
        return ((Main) command.root().userObject()).surroundings();
    }
}
