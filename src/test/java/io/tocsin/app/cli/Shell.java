package io.tocsin.app.cli;

import io.tocsin.app.hub.Environment;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.TestHub;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Runs commands as a shell would, in this process, with an environment and a standard input of its own. */
final class Shell {

    /** What a command left behind. */
    record Ran(int exit, String out, String err) {}

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private String in = "";
    private OptionalInt width = OptionalInt.empty();
    private boolean terminal;

    private Shell(Path home) {
        this.home = home;
    }

    /** In an empty folder. */
    static Shell in(Path home) {
        return new Shell(home);
    }

    /** Where a hub runs. */
    static Shell at(TestHub hub, HubFiles files, Path home) {
        return in(home).with("HUB_PORT", Integer.toString(URI.create(hub.url()).getPort()))
                .with("HUB_DATA", files.data().toString());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell typing(String text) {
        in = text;
        return this;
    }

    /** Where a person looks, at lines of so many characters; {@code NO_COLOR} counts where it was set before. */
    Shell onTerminal(int columns) {
        terminal = true;
        width = OptionalInt.of(columns);
        return this;
    }

    Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        return run(out, arguments);
    }

    /** With an output that another thread can watch. */
    Ran run(StringWriter out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new Main.Surroundings(
                home, Environment.of(environment), new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8))));
        boolean colours = terminal && !environment.containsKey("NO_COLOR");
        line.setOut(new Terminal(new PrintWriter(out), terminal, width, colours));
        line.setErr(new Terminal(new PrintWriter(err), terminal, width, colours));
        int exit = line.execute(arguments);
        line.getErr().flush(); // standard output is for the command to flush: nobody does it after it in a real process
        return new Ran(exit, out.toString(), err.toString());
    }
}
