package io.tocsin.model.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text without what changes while one and the same trouble goes on. */
final class StableText {
    /** As much as counts of a text, in UTF-16 units. */
    private static final int MOST = 16_384;

    private static final String MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?";
    private static final String CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[ap]m)?"
            + "(?: ?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2})(?!\\w))?";
    private static final String WEEKDAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?";
    private static final String DAY = WEEKDAY
            + "(?:\\d{8}T\\d{4,6}Z?|\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2\\d{4}|\\d{1,2}[ /-]"
            + MONTH + "[ /,-]\\s?\\d{4}|" + MONTH + " \\d{1,2}(?:, \\d{4})?(?!\\d|:\\d))";

    /** A time of day alone is not one within an address such as 00:1b:10:20:30:5d. */
    private static final Pattern TIMES = Pattern.compile(
            "(?<![\\w.:-])" + DAY + "(?:[ T:,-]{1,2}" + CLOCK + "(?: 20\\d{2})?)?(?![\\w:]|\\.\\d)|(?<![\\w.:-])"
                    + CLOCK + "(?![\\w:]|\\.\\d)|(?<![\\w.-])1[5-9]\\d{11}(?![\\w.-])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UUID = Pattern.compile(
            "(?<![0-9a-fA-F])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9a-fA-F])");

    /** Of few parts: each repetition takes stack, and a list of thousands of numbers is no measure. */
    private static final String NUMBER = "[-+]?\\d+(?:[.,]\\d+){0,8}";

    /** Letters count as a unit only right behind their number, and neither in a name (web-3s) nor in an address. */
    private static final Pattern MEASURES = Pattern.compile("(?<![\\w./-])" + NUMBER + " ?%"
            + "|(?<![\\w./-])" + NUMBER
            + " ?(?:percent|pct|(?:milli|micro|nano)?seconds?|secs?|minutes?|mins?|hours?|hrs?"
            + "|days?|weeks?|months?|years?|msecs?|ms|(?:kilo|mega|giga|tera)?bytes?|[KMGTPE]i?B|kB)(?![\\w-])"
            + "|(?<![\\w.:/-])(?:" + NUMBER + "(?:ns|us|µs|ms|[smhdwKMGTk])){1,8}(?![\\w:-])");

    /** What stands before a headline for its state: [OK], [FIRING:1], RECOVERY:. */
    private static final Pattern MARK = Pattern.compile("^\\s*(?:\\[([\\p{L} _-]+)(?::\\d+)?\\]|([\\p{L}_-]+):)\\s*");

    /** Between words: all but what belongs to a name (ok-service, v1.2, C++) or says the contrary ({@code <} and {@code >}). */
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}<>+#/._-]+");

    /** Marks that end a sentence or stand for themselves, and do not belong to the word. */
    private static final Pattern AROUND = Pattern.compile("^[._-]+(?!\\d)|(?<![._-])[._-]+$");

    private static final Pattern MANY = Pattern.compile("\\p{L}{3,}s");

    private static final Pattern LAST_PART = Pattern.compile("[._-]([\\p{L}]+)$");

    /** Words that one and the same thing goes through. High and low are not among them: they are opposite troubles. */
    private static final Set<String> STATES = Set.of("""
            again alerting are available been clear cleared closed completed crit critical degraded failed failing fails
            failure firing fixed has healthy is now offline ok okay online open opened operational passed passing reachable
            recovered recovering resolved restored still succeeded succeeds triggered unavailable unhealthy unreachable warn
            warning was""".strip().split("\\s+"));

    private static final Set<String> LAST_STATES = Set.of("up", "down", "back");

    private StableText() {}

    /** Without times, UUIDs, numbers with a unit of time, size or percent, and a mark of state before it. */
    static String of(String text) {
        String line = Text.line(text, MOST);
        String stable = MEASURES.matcher(
                        UUID.matcher(TIMES.matcher(unmarked(line)).replaceAll(""))
                                .replaceAll(""))
                .replaceAll("")
                .strip();
        return stable.isEmpty() ? line : stable;
    }

    /** The same without words of state or severity: two sentences of one thing that differ only in them are equal. */
    static String withoutState(String text) {
        String stable = of(text);
        List<String> words = new ArrayList<>(List.of(WORD.split(stable.toLowerCase(Locale.ROOT))));
        words.replaceAll(word -> AROUND.matcher(word).replaceAll(""));
        words.removeIf(String::isEmpty);
        words = withoutStates(words);
        words.replaceAll(StableText::withoutLastState);
        if (!words.isEmpty() && LAST_STATES.contains(words.get(words.size() - 1))) {
            words.remove(words.size() - 1);
        }
        String rest = String.join(" ", words).strip();
        return rest.isEmpty() ? stable : rest;
    }

    /** Failed logins and open connections are things and no states; "is", "was" and "has" are no things. */
    private static List<String> withoutStates(List<String> words) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean attribute = i + 1 < words.size()
                    && MANY.matcher(words.get(i + 1)).matches()
                    && !STATES.contains(words.get(i + 1));
            if (attribute || !STATES.contains(words.get(i))) {
                left.add(words.get(i));
            }
        }
        return left;
    }

    /** {@code backup-failed} is what backup-succeeded ends; {@code ok-service} is a name. */
    private static String withoutLastState(String word) {
        var last = LAST_PART.matcher(word);
        boolean state = last.find()
                && last.start() > 0
                && (STATES.contains(last.group(1)) || LAST_STATES.contains(last.group(1)));
        return state ? word.substring(0, last.start()) : word;
    }

    private static String unmarked(String line) {
        var mark = MARK.matcher(line);
        if (!mark.find() || mark.end() == line.length()) {
            return line;
        }
        String word = mark.group(1) == null ? mark.group(2) : mark.group(1);
        return StatusWords.isState(word) ? line.substring(mark.end()) : line;
    }
}
