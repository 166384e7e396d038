package io.tocsin.app.cli;

import io.tocsin.app.hub.Hub;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./hub run}: the hub itself, until it is told to stop. */
@Command(
        name = "run",
        description = "Start the hub; Ctrl-C or SIGTERM drains and stops it.",
        mixinStandardHelpOptions = true,
        footer = {"./hub run", "./hub run --config /etc/tocsin/application.properties"})
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        HubSettings settings = config.settings();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Hub hub = Hub.start(settings, InstantSource.system())) {
            Thread onSignal = new Thread(new StopOnSignal(hub), "hub-stop");
            Runtime.getRuntime().addShutdownHook(onSignal);
            command.commandLine().getOut().println(ready(hub, settings));
            command.commandLine().getOut().flush();
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only a test ends it this way; a signal ends the JVM
        }
        return 0;
    }

    private static String ready(Hub hub, HubSettings settings) {
        return "tocsin is ready at %s (data: %s, routes: %s, receivers: %d, rules: %d)"
                .formatted(
                        hub.address(),
                        settings.text(Setting.DATA),
                        settings.text(Setting.ROUTES),
                        hub.receivers().names().size(),
                        hub.rules().current().all().size());
    }
}
