package io.tocsin.lint;

import io.tocsin.check.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a channel's message could not be made, at the line of the jq or Freemarker file where that is known.
 *
 * @param files where the named files are looked for
 * @param template the channel
 * @param sample what the message is about
 */
record MessageFault(RouteFiles files, RouteText template, String sample) {
    private static final Pattern FREEMARKER = Pattern.compile(
            "in template \"([^\"]+)\"(?: in [^\"]*)? (?:at|in) line (\\d+)|template \"([^\"]+)\"[^\\n]*line (\\d+)");
    private static final Pattern JQ_LINE = Pattern.compile("line (\\d+), column");

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
        List<String> named = template.head()
                .all()
                .flatMap(place -> NamedFilesExist.file(place).stream())
                .filter(name -> name.endsWith(".jq"))
                .distinct()
                .toList();
        Matcher line = JQ_LINE.matcher(all);
        if (named.size() == 1) {
            return new Finding(
                    file(named.get(0)),
                    line.find() ? Integer.parseInt(line.group(1)) : 0,
                    found,
                    expected,
                    mend(root, message));
        }
        return template.head().finding(found, expected, "correct the jq file or template that this channel names");
    }

    private static String mend(Throwable root, String message) {
        if (root instanceof TrialProvider.EndlessCallsException) {
            return "end without `.call` when the provider has answered, whatever it answered";
        }
        return message.contains("gsub")
                ? "cut the text before gsub, or use split and join"
                : "correct the jq file: `// \"\"` after a field that may be missing";
    }

    private String file(String name) {
        return files.find(name).map(Path::toString).orElse(name);
    }
}
