package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubSimulation;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.simulate.Differences;
import io.tocsin.pipeline.simulate.Figures;
import io.tocsin.pipeline.simulate.Foresight;
import io.tocsin.pipeline.simulate.Replay;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./hub simulate}. */
@Command(
        name = "simulate",
        description =
                "Show who would be notified of what and when, and what would be held back, without a running hub: nothing is"
                        + " sent or stored, and messages are taken to arrive at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub simulate --events story.yaml",
            "./hub simulate --last 7d --rules edited --diff --fail-on-change"
        },
        exitCodeList = {
            "0:done",
            "1:a file is wrong, or with --fail-on-change the edit changes something",
            "2:the command line is wrong"
        })
final class SimulateCommand implements Callable<Integer> {

    /** What happens. */
    static final class What {
        @Option(
                names = "--events",
                paramLabel = "FILE",
                description =
                        "What happens: JSON, an object for each event with at, source and body; or YAML (docs/simulate.md).")
        private Path events;

        @Option(
                names = "--last",
                paramLabel = "TIME",
                converter = TimeBack.class,
                description = "What came into the store since then: " + TimeBack.FORM + ". A hub may run on it.")
        private Instant last;
    }

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(
            names = "--rules",
            paramLabel = "FOLDER",
            description = "A folder of rules and recipients; without it the rules in use.")
    private Path rules;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            defaultValue = "",
            description =
                    "Up to when: a time, or so long after the last event (6h). Without it an hour after the last event of a file,"
                            + " or now.")
    private String until;

    @Option(names = "--diff", description = "Show what --rules changes of what the rules in use do.")
    private boolean diff;

    @Option(names = "--fail-on-change", description = "With --diff: exit 1 if it changes something.")
    private boolean failOnChange;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if (diff && rules == null) {
            throw misuse("--diff without --rules: name the folder of the edited rules");
        }
        if (failOnChange && !diff) {
            throw misuse("--fail-on-change without --diff");
        }
        if (what.events != null && !Files.isReadable(what.events)) {
            throw new CommandException(what.events + " cannot be read; --events names a file of events");
        }
        if (rules != null && !Files.isDirectory(rules)) {
            throw new CommandException(rules + " is no folder; --rules names one with rules files");
        }
        Instant now = Instant.now();
        Foresight.End end = end(now);
        HubSimulation hub = new HubSimulation(config.settings());
        return diff
                ? LongWork.run(config.err(), work -> compare(hub, end, now, work))
                : LongWork.run(config.out(), config.err(), work -> run(hub, end, now, work));
    }

    private ParameterException misuse(String why) {
        return new ParameterException(command.commandLine(), why);
    }

    private Foresight.End end(Instant now) {
        if (until.isEmpty()) {
            return what.events == null ? Foresight.End.at(now) : Foresight.End.later(Foresight.AFTER);
        }
        try {
            return Span.read(until)
                    .map(Foresight.End::later)
                    .orElseGet(
                            () -> Foresight.End.at(OffsetDateTime.parse(until).toInstant()));
        } catch (DateTimeException wrong) {
            throw misuse("Invalid value for option '--until': `" + TerminalText.line(until, 60)
                    + "` is no time; expected 2026-01-31T08:00:00Z, or a length of time such as 6h");
        }
    }

    private <T> T over(HubSimulation hub, Foresight.End end, Instant now, LongWork work, Function<Replay, T> use) {
        Function<Replay, T> watched = replay -> use.apply(new WatchedReplay(replay, work));
        return what.events == null
                ? hub.history(what.last, end.fixed().orElse(now), watched)
                : watched.apply(hub.file(what.events));
    }

    private int run(HubSimulation hub, Foresight.End end, Instant now, LongWork work) {
        Rules used = rules == null ? hub.rules() : hub.rules(rules);
        PrintWriter out = config.out();
        if (output.isForPeople()) {
            SimulationText text = new SimulationText(out);
            long began = System.nanoTime();
            Figures figures =
                    over(hub, end, now, work, replay -> hub.foresight().run(used, replay, end, text::print));
            text.summary(figures, System.nanoTime() - began);
            return ExitCodes.DONE;
        }
        StreamedList lines = output.list(out, "lines");
        Figures figures = over(hub, end, now, work, replay -> hub.foresight()
                .run(used, replay, end, line -> lines.add(SimulationJson.of(line))));
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        more.set("figures", SimulationJson.of(figures));
        lines.end(more);
        return ExitCodes.DONE;
    }

    private int compare(HubSimulation hub, Foresight.End end, Instant now, LongWork work) {
        Rules before = hub.rules();
        Rules after = hub.rules(rules);
        Differences differences =
                over(hub, end, now, work, replay -> hub.foresight().compare(before, after, replay, end));
        List<Differences.Difference> all = differences.all();
        output.print(config.out(), SimulationJson.of(differences, all), any -> new SimulationText(any)
                .differences(differences, all));
        return failOnChange && (!all.isEmpty() || differences.uncompared() > 0) ? ExitCodes.FAILED : ExitCodes.DONE;
    }
}
