package io.tocsin.app.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub completion bash}: what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Print the completion for a shell: source <(./hub completion bash)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

    /** The shells that take it. */
    enum ForShell {
        BASH,
        ZSH;

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
        String script = AutoComplete.bash("hub", command.root().commandLine());
        if (shell == ForShell.ZSH) { // which takes bash's completion where it is asked to
            script = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + script;
        }
        command.commandLine().getOut().print(script);
        return 0;
    }
}
