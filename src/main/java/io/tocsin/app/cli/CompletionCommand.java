package io.tocsin.app.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub completion bash}: what a shell needs to complete commands, options, their words and files. */
@Command(
        name = "completion",
        description = "Print what a shell needs to complete commands, options, their words and files.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub completion bash > ~/.local/share/bash-completion/completions/hub",
            "./hub completion zsh > ~/.hub-completion.zsh",
            "./hub completion fish > ~/.config/fish/completions/hub.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells that take it. */
    enum ForShell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() { // as people type it
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private ForShell shell;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        CommandLine hub = command.root().commandLine();
        command.commandLine()
                .getOut()
                .print(
                        switch (shell) {
                            case BASH, ZSH -> AutoComplete.bash("hub", hub); // zsh loads it by bashcompinit
                            case FISH -> FishCompletion.of(hub);
                        });
        return ExitCodes.DONE;
    }
}
