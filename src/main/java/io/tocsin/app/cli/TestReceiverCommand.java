package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubPreview;
import io.tocsin.app.preview.TestOutcome;
import io.tocsin.model.delivery.Failure;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub test-receiver NAME}: one marked message, sent. */
@Command(
        name = "test-receiver",
        description =
                "Send one marked test message through a receiver and show the provider's answer. It is built of the"
                        + " files as they are now, with this shell's environment; no hub need run, and nothing is stored.",
        mixinStandardHelpOptions = true,
        footer = {"./hub test-receiver ops-slack", "./hub test-receiver mail --address ann@example.com"},
        exitCodeList = {"0:the provider took it", "1:it did not; the output says why", "2:the command line is wrong"})
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

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        TestOutcome outcome = new HubPreview(config.settings(), InstantSource.system()).test(receiver, address);
        output.print(config.out(), json(outcome), out -> out.println(TerminalText.line(said(outcome), WIDE)));
        return outcome.failure().isEmpty() ? 0 : 1;
    }

    private JsonNode json(TestOutcome outcome) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("receiver", receiver)
                .put("channel", outcome.channel())
                .put("outcome", outcome.failure().isEmpty() ? "delivered" : "failed")
                .put("millis", outcome.took().toMillis())
                .put("answer", outcome.answer());
        outcome.failure().ifPresent(failure -> {
            data.put("failureClass", failure.failureClass().word()).put("reason", failure.reason());
            failure.statusCode().ifPresent(status -> data.put("statusCode", status));
            failure.retryAfter().ifPresent(pause -> data.put("retryAfterSeconds", pause.toSeconds()));
        });
        return data;
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
