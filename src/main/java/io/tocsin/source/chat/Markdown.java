package io.tocsin.source.chat;

/** Texts of others in chats that read Markdown, as {@code routes/channels/layout.jq} has them in messages. */
public final class Markdown {

    private Markdown() {}

    /** Without a meaning: no link, no picture, nobody is called. */
    public static String plain(String text) {
        return text.replaceAll("[\\\\`*_~\\[\\]|#<>]", "\\\\$0").replace("@", "@\u200b");
    }
}
