package io.tocsin.source.slack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Pieces of Slack's texts: https://docs.slack.dev/messaging/formatting-message-text. */
final class SlackText {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private SlackText() {}

    /** In Slack's texts these three begin links and mentions. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What somebody else wrote, without a meaning to Slack: marks are replaced by wide ones that look alike. Cut to so many characters. */
    static String plain(String text, int most) {
        String line = text.replaceAll("\\s+", " ").strip();
        String cut = line.codePointCount(0, line.length()) > most
                ? line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…"
                : line;
        return escaped(cut)
                .replace("*", "＊")
                .replace("_", "＿")
                .replace("~", "～")
                .replace("`", "｀")
                .replace(":", "：");
    }

    /** By the clock of whoever reads it. */
    static String time(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time}|" + UTC.format(at) + ">";
    }
}
