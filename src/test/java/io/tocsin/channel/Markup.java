package io.tocsin.channel;

import java.util.regex.Pattern;

/** How a medium reads a text: what a person sees of it, and what in it would still be markup of the sender's. */
enum Markup {
    /** A program reads it: it gets what was sent, whole. */
    RAW {
        @Override
        String shown(String text) {
            return text;
        }

        @Override
        boolean isLive(String text) {
            return false;
        }
    },
    /** Whatever is written is shown. */
    PLAIN {
        @Override
        String shown(String text) {
            return text;
        }

        @Override
        boolean isLive(String text) {
            return false;
        }
    },
    /** Some characters are replaced by one that looks alike: angle brackets of a public page, a grave accent of an SMS. */
    LOOKALIKE {
        @Override
        String shown(String text) {
            return text.replace('‹', '<').replace('›', '>').replace('`', '\'');
        }

        @Override
        String expected(String text) {
            return shown(text);
        }

        @Override
        boolean isLive(String text) {
            return false;
        }
    },
    /** A document of Twilio's with a text to say in it. */
    TWIML {
        private final Pattern own = Pattern.compile("</?Response>|<Say [a-zA-Z0-9=\" -]*>|</Say>");

        @Override
        String shown(String text) {
            return entities(text);
        }

        @Override
        boolean isLive(String text) {
            return own.matcher(text).replaceAll("").contains("<");
        }
    },
    /** https://docs.slack.dev/messaging/formatting-message-text: only our own links are in angle brackets. */
    SLACK {
        @Override
        String shown(String text) {
            return entities(text);
        }

        @Override
        boolean isLive(String text) {
            return text.replaceAll("<https://console\\.example\\.org[^<>|]*\\|([^<>]*)>", "$1")
                    .matches("(?s).*[<>].*");
        }
    },
    /** The tags that we write ourselves are b, i, a and font; anything else in angle brackets would be the sender's. */
    HTML {
        private final Pattern own = Pattern.compile(
                "</?[bi]>|</a>|</font>|<font color=\"#[0-9a-f]{6}\">|<a href=\"https://console\\.example\\.org[^\"<>]*\">");

        @Override
        String shown(String text) {
            return entities(parted(text));
        }

        @Override
        boolean isLive(String text) {
            return own.matcher(text).replaceAll("").matches("(?s).*<(?!\u200b).*");
        }
    },
    /** As HTML, where also @name and /command are a call. */
    CALLING_HTML {
        @Override
        String shown(String text) {
            return HTML.shown(text);
        }

        @Override
        boolean isLive(String text) {
            return HTML.isLive(text) || calls(text) || text.matches("(?s)(.*\\s)?/[a-z].*");
        }
    },
    /** CommonMark as Mattermost has it, where also a name after @ is a call. */
    CALLING_MARKDOWN {
        @Override
        String shown(String text) {
            return MARKDOWN.shown(text);
        }

        @Override
        boolean isLive(String text) {
            return calls(text) || MARKDOWN.isLive(text);
        }
    },
    /** CommonMark; the parts that we write ourselves are bold names and headlines, and links to the alert's source. */
    MARKDOWN {
        private final Pattern link =
                Pattern.compile("\\[([^\\[\\]]*)]\\(https://console\\.example\\.org[^()<>\\s]*\\)");
        private final Pattern bold = Pattern.compile("\\*\\*([^*]*)\\*\\*");

        @Override
        String shown(String text) {
            return parted(text).replaceAll("\\\\(\\p{Punct})", "$1");
        }

        @Override
        boolean isLive(String text) {
            String unescaped = text.replaceFirst("^\\[[A-Z]+] ", "").replaceAll("(?s)\\\\\\p{Punct}", "");
            String rest = bold.matcher(link.matcher(unescaped).replaceAll("$1")).replaceAll("$1");
            return rest.matches("(?s).*[`*_~\\[\\]|#<>].*")
                    || rest.matches("(?s).*\n([-+] |=).*")
                    || text.matches("(?s).*:([\\\\0-9_+-]*[A-Za-z][\\\\A-Za-z0-9_+-]*|100|[+-]1):.*");
        }
    },
    /** TextRuns of an Adaptive Card, which show everything but the functions in double braces. */
    TEXT_RUN {
        @Override
        String shown(String text) {
            return parted(text);
        }

        @Override
        boolean isLive(String text) {
            return text.contains("{{");
        }
    };

    /** What a person reads. */
    abstract String shown(String text);

    /** What a person should read where this was written. */
    String expected(String text) {
        return text;
    }

    /** Whether something in it is markup, and not our own. */
    abstract boolean isLive(String text);

    private static String entities(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String parted(String text) {
        return text.replace("\u200b", "");
    }

    private static boolean calls(String text) {
        return text.matches("(?s).*@(?!\u200b|$).*");
    }
}
