package io.tocsin.check;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Why a channel's message could not be made, at the line of the jq or Freemarker file where that is known.
 *
 * @param files where the named files are looked for
 * @param template the channel
 * @param chosen the file that a receiver names in place of the channel's default, which is then to blame
 * @param sample what the message is about
 */
record MessageFault(RouteFiles files, RouteText template, Optional<ChosenFile> chosen, String sample) {
    private static final Pattern FREEMARKER = Pattern.compile(
            "in template \"([^\"]+)\"(?: in [^\"]*)? (?:at|in) line (\\d+)|template \"([^\"]+)\"[^\\n]*line (\\d+)");
    private static final Pattern JQ_LINE = Pattern.compile("line (\\d+), column");
    private static final Pattern JQ_FUNCTION = Pattern.compile("Function (\\w+)/\\d+ does not exist");

    Finding finding(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        Throwable root = thrown;
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            all.append(link.getMessage()).append('\n');
            root = link;
        }
        String message = String.valueOf(root.getMessage());
        String said = message.split("\n----", 2)[0].replaceAll("\\s+", " ").strip();
        String found = "a message that cannot be made for " + sample + ": "
                + (said.length() > 200 ? said.substring(0, 199) + "…" : said);
        String expected = "a message for every alert, whatever its fields hold or lack";
        Matcher freemarker = FREEMARKER.matcher(all);
        if (freemarker.find()) {
            boolean first = freemarker.group(1) != null;
            return new Finding(
                    file(freemarker.group(first ? 1 : 3)),
                    Integer.parseInt(freemarker.group(first ? 2 : 4)),
                    found,
                    expected,
                    said.startsWith("Syntax error")
                            ? "look at this line and the one above it"
                            : "write `!\"\"` after a field that may be missing");
        }
        List<String> named = chosen.map(file -> List.of(file.name())).orElseGet(this::jqFiles);
        if (named.size() == 1) {
            return new Finding(
                    file(named.get(0)), line(named.get(0), all.toString()), found, expected, fix(root, message));
        }
        return template.head().finding(found, expected, "correct the jq file or template that this channel names");
    }

    private List<String> jqFiles() {
        return template.head()
                .all()
                .flatMap(place -> NamedFilesExist.file(place).stream())
                .filter(name -> name.endsWith(".jq"))
                .distinct()
                .toList();
    }

    /** The line that jq tells, or that of the function it does not know; 0 where it tells neither. */
    private int line(String name, String said) {
        Matcher line = JQ_LINE.matcher(said);
        if (line.find()) {
            return Integer.parseInt(line.group(1));
        }
        Matcher function = JQ_FUNCTION.matcher(said);
        Optional<Path> path = files.find(name);
        if (!function.find() || path.isEmpty()) {
            return 0;
        }
        Pattern word = Pattern.compile("\\b" + function.group(1) + "\\b");
        List<String> lines = FileText.read(path.get()).content().lines().toList();
        return 1
                + IntStream.range(0, lines.size())
                        .filter(index -> word.matcher(lines.get(index)).find())
                        .findFirst()
                        .orElse(-1);
    }

    private static String fix(Throwable root, String message) {
        if (root instanceof TrialProvider.EndlessCallsException) {
            return "end without `.call` when the provider has answered, whatever it answered";
        }
        if (JQ_FUNCTION.matcher(message).find()) {
            return "correct its name, and the number of what it is given; docs/adding-a-channel.md has those of the hub";
        }
        return message.contains("gsub")
                ? "cut the text before gsub, or use split and join"
                : "correct the jq file: `// \"\"` after a field that may be missing";
    }

    private String file(String name) {
        return files.find(name).map(Path::toString).orElse(name);
    }
}
