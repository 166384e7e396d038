package io.tocsin.cli;

import io.tocsin.delivery.Failure;
import io.tocsin.hub.HubPreview;
import io.tocsin.preview.TestOutcome;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub test-receiver NAME}: one marked message, sent. */
@Command(
        name = "test-receiver",
        description =
                "Send one marked test message through a receiver and show the provider's answer. It is built of the"
                        + " files as they are now, with this shell's environment; no hub need run, and nothing is stored.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the provider took it", "1:it did not; the output says why", "2:wrong usage"})
final class TestReceiverCommand implements Callable<Integer> {

    private static final int WIDE = 1_000;

    @Parameters(paramLabel = "NAME", description = "The receiver, as rules write it.")
    private String receiver;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Where to, instead of the receiver's own destination: a person's address on this channel.")
    private String address;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        TestOutcome outcome = new HubPreview(config.settings(), InstantSource.system()).test(receiver, address);
        PrintWriter out = command.commandLine().getOut();
        out.println(TerminalText.line(said(outcome), WIDE));
        return outcome.failure().isEmpty() ? 0 : 1;
    }

    private String said(TestOutcome outcome) {
        String to = receiver + " (" + outcome.channel() + ")";
        String after = " after " + outcome.took().toMillis() + " ms";
        return outcome.failure()
                .map(failure ->
                        to + ": failed" + after + ", " + word(failure) + ": " + failure.reason() + wait(failure))
                .orElseGet(
                        () -> to + ": delivered" + after + (outcome.answer().isEmpty() ? "" : ": " + outcome.answer()));
    }

    private static String wait(Failure failure) {
        return failure.retryAfter()
                .map(pause -> "; it asks to wait " + pause.toSeconds() + " s")
                .orElse("");
    }

    private static String word(Failure failure) {
        return failure.failureClass().word()
                + failure.statusCode().map(status -> " (" + status + ")").orElse("");
    }
}
