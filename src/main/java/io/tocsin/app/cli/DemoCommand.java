package io.tocsin.app.cli;

import io.tocsin.app.demo.Demo;
import io.tocsin.app.demo.OwnRoutes;
import io.tocsin.app.hub.CannotStartException;
import io.tocsin.app.hub.Environment;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.files.InvalidFileException;
import io.tocsin.net.server.CannotListenException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub demo}: a hub with stand-ins for AWS, mail and chat, and a tour of real events through it. */
@Command(
        name = "demo",
        description = "Start a hub with stand-ins for AWS, mail and chat, and send sample events through it.",
        mixinStandardHelpOptions = true,
        footer = {"./hub demo", "./hub demo --once"})
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; without it application.properties beside the launcher.")
    private Path config;

    @Option(names = "--once", description = "End after the tour; exit 0 only if everything arrived.")
    private boolean once;

    @Option(
            names = "--with-my-routes",
            description = "Use the receivers and sources that you added, too: the samples may reach real people.")
    private boolean withMyRoutes;

    @Option(
            names = "--patience",
            defaultValue = "PT20S",
            hidden = true,
            description = "How long a step waits for what must come, as ISO-8601 (default: ${DEFAULT-VALUE})")
    private Duration patience;

    @Mixin
    private ColorOption color;

    @Spec
    private CommandSpec spec;

    private final Path home;
    private final Environment environment;
    private final Consumer<Path> log;

    /** The command as the launcher starts it. */
    public DemoCommand() {
        this(Path.of(System.getProperty("hub.home", "")), Environment.of(System.getenv()), DemoLog::toFileIn);
    }

    /**
     * The command somewhere else.
     *
     * @param home the folder with {@code application.properties}, {@code routes/} and {@code demo/}
     * @param environment looks up an environment variable
     * @param log is given the folder for the hub's log before anything is logged
     */
    DemoCommand(Path home, Environment environment, Consumer<Path> log) {
        this.home = home;
        this.environment = environment;
        this.log = log;
    }

    /** Runs the demo. @return 0, or 1 where it cannot start or something did not arrive */
    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean colours = Terminal.of(out).with(color.when()).hasColours();
        try {
            HubSettings settings = HubSettings.read(file(), environment);
            log.accept(home.resolve(settings.data()).resolve("demo"));
            if (!withMyRoutes) {
                OwnRoutes.refuse(settings, home);
            }
            out.println("Starting ...");
            out.flush();
            try (Stopping demo = new Stopping(Demo.start(settings, home))) {
                boolean everything = demo.demo.tour(out, colours, patience);
                if (!once) {
                    demo.demo.stay(out, colours);
                    new CountDownLatch(1).await(); // until a signal ends the process
                }
                return everything ? 0 : 1;
            }
        } catch (CannotStartException | CannotListenException | InvalidFileException e) {
            spec.commandLine().getErr().println("hub: " + e.getMessage());
            return 1;
        }
    }

    private Path file() {
        if (config != null && !config.toFile().isFile()) {
            throw new CommandException(config + " is not there; --config names a properties file");
        }
        return config == null ? home.resolve("application.properties") : config;
    }

    /** Closes the demo once: at the end, or when a signal ends the process. */
    private static final class Stopping implements AutoCloseable {
        private final Demo demo;
        private final Thread hook;

        Stopping(Demo demo) {
            this.demo = demo;
            this.hook = new Thread(demo::close, "hub-stop");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                return; // the hook is at it
            }
            demo.close();
        }
    }
}
