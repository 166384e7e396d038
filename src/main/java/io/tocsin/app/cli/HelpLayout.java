package io.tocsin.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * One layout for the help of every command and every group of them: what it does, arguments, options, commands, exit codes where there
 * is more to say of them than the page does, and in the end examples, nearest to where one types. A command's examples are the footer
 * of its annotation, a command line each.
 */
final class HelpLayout {

    private static final int NARROWEST = 60;
    private static final int WIDEST = 120;
    private static final String INDENT = "  ";

    private HelpLayout() {}

    /** Lays out a command and all below it. @param line the whole command line */
    static void applyTo(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeList(ExitCodes.all());
        Optional.ofNullable(line.getSubcommands().get("help")).ifPresent(HelpLayout::ofHelp);
        layOut(line);
    }

    /** Picocli's own command, in our words. */
    private static void ofHelp(CommandLine help) {
        UsageMessageSpec usage = help.getCommandSpec().usageMessage();
        usage.header(new String[0]);
        usage.headerHeading("");
        usage.synopsisHeading("Usage: ");
        usage.descriptionHeading("");
        usage.description("Show the help of a command, or which commands there are.");
        usage.footer("./hub help incidents", "./hub help dead-letters");
    }

    private static void layOut(CommandLine line) {
        line.getSubcommands().values().forEach(HelpLayout::layOut);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.synopsisSubcommandLabel("COMMAND");
        usage.parameterListHeading("%nArguments:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        if (!usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%nExit codes:%n");
        }
        usage.footerHeading("%nExamples:%n");
        usage.footer(
                Arrays.stream(usage.footer()).map(example -> INDENT + example).toArray(String[]::new));
    }

    /** The command lines that a command's help shows. */
    static List<String> examples(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer()).map(String::strip).toList();
    }

    /** As wide as the terminal, and with colours where it has them and nobody says otherwise. */
    static void fit(ParseResult asked) {
        CommandLine command = asked.commandSpec().commandLine();
        Terminal out = Terminal.of(command.getOut());
        OptionSpec option = asked.commandSpec().findOption(ColorOption.NAME);
        if (option != null && option.getValue() instanceof ColorOption.When when) {
            out = out.with(when);
        }
        CommandLine all = asked.commandSpec().root().commandLine(); // ./hub help X shows another one's
        all.setColorScheme(Help.defaultColorScheme(out.hasColours() ? Help.Ansi.ON : Help.Ansi.OFF));
        out.width().ifPresent(width -> all.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, width))));
    }
}
