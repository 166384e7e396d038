package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubPreview;
import io.tocsin.app.preview.RenderOrder;
import io.tocsin.app.preview.Rendered;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.notice.NoticeKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub render}: a message as a channel would send it. */
@Command(
        name = "render",
        description = "Show what a channel would send for a payload, without sending it and without a running hub.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub render demo/events/alertmanager.json --rule everything-to-the-log --channel slack",
            "./hub render demo/events/alertmanager.json --rule everything-to-the-log --channel email --kind resolved"
        },
        exitCodeList = {
            "0:the provider would take it",
            "1:nothing to show, or the provider would refuse it; standard error says why",
            "2:the command line is wrong"
        })
final class RenderCommand implements Callable<Integer> {

    /** As ./hub send has it. */
    private static final String SOURCE = "cli";

    /** What a message can say. */
    enum Kind {
        OPENED,
        UPDATED,
        RESOLVED,
        DIGEST,
        TEST;

        @Override
        public String toString() { // as people type it
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who can read it. */
    enum Audience {
        TECHNICAL,
        BUSINESS,
        CUSTOMER,
        EXECUTIVE;

        @Override
        public String toString() { // as people type it
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "FILE",
            description = "A payload as its sender sends it, such as a mapping's sample; - for standard input.")
    private Path file;

    @Option(names = "--rule", required = true, paramLabel = "NAME", description = "The rule that would send it.")
    private String rule;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "The channel, with made-up values for what a receiver must give it.")
    private Optional<String> channel = Optional.empty();

    @Option(names = "--receiver", paramLabel = "NAME", description = "The receiver whose own values count.")
    private Optional<String> receiver = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; without it what the payload means for a new incident.")
    private Optional<Kind> kind = Optional.empty();

    @Option(
            names = "--audience",
            paramLabel = "AUDIENCE",
            description = "${COMPLETION-CANDIDATES}; without it the receiver's own.")
    private Optional<Audience> audience = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The source it comes from; without it what the sample beside its mapping says, else cli.")
    private Optional<String> source = Optional.empty();

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if (channel.isEmpty() && receiver.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing option: --channel=NAME or --receiver=NAME");
        }
        if (channel.isPresent() && receiver.isPresent()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--channel and --receiver together: a receiver is of one channel; leave one of them out");
        }
        HubPreview preview = new HubPreview(config.settings(), InstantSource.system());
        RenderOrder order = new RenderOrder(
                rule,
                channel,
                receiver,
                kind.map(said -> NoticeKind.valueOf(said.name())),
                audience.map(said -> said.name().toLowerCase(Locale.ROOT)));
        List<Rendered> all = preview.render(order, payload(preview));
        output.print(config.out(), json(all), out -> all.stream()
                .flatMap(rendered -> rendered.sends().stream())
                .forEach(this::print));
        List<String> violations =
                all.stream().flatMap(rendered -> rendered.violations().stream()).toList();
        violations.forEach(command.commandLine().getErr()::println);
        command.commandLine().getErr().flush();
        return violations.isEmpty() ? 0 : 1;
    }

    private static JsonNode json(List<Rendered> all) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode messages = data.putArray("messages");
        all.stream()
                .flatMap(rendered -> rendered.sends().stream())
                .forEach(send -> messages.addObject().put("head", send.head()).put("body", send.body()));
        ArrayNode violations = data.putArray("violations");
        all.stream().flatMap(rendered -> rendered.violations().stream()).forEach(violations::add);
        return data;
    }

    /** Bodies alone on standard output, for jq to take; what goes beside them on the other. */
    private void print(Rendered.Send send) {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (!send.head().isEmpty()) {
            err.println(TerminalText.block(send.head()));
            err.flush();
        }
        if (!send.body().isEmpty()) {
            out.println(TerminalText.block(send.body()));
            out.flush();
        }
    }

    private Payload payload(HubPreview preview) {
        if (file.toString().equals("-")) {
            return preview.payload(standardInput(), source.orElse(SOURCE));
        }
        if (!Files.isReadable(file)) {
            throw new CommandException(file + " cannot be read; name a file with a payload, or - for standard input");
        }
        Payload payload = preview.payload(file, SOURCE);
        return source.map(name -> new Payload(payload.content(), name, payload.headers(), payload.receivedAt()))
                .orElse(payload);
    }

    private byte[] standardInput() {
        try {
            return config.surroundings().in().readAllBytes();
        } catch (IOException e) {
            throw new CommandException("Standard input cannot be read: " + e.getMessage());
        }
    }
}
