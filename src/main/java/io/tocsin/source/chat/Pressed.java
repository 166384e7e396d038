package io.tocsin.source.chat;

import io.tocsin.model.answer.AnswerAct;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody pressed in a chat.
 *
 * @param act what it is for
 * @param incident the hub's id of the incident
 * @param text what they say; empty but for a comment
 * @param user the addresses that they may be known by, the most certain one first, and last the one that is best written into
 *     {@code recipients.yaml}
 * @param once what tells this from all else that was ever pressed in this chat, the same in each repeat of it
 */
public record Pressed(AnswerAct act, String incident, String text, List<String> user, String once) {

    /** A client of somebody's own can press what no button says, so it is read as strictly as what a stranger writes. */
    private static final Pattern BUTTON = Pattern.compile("tocsin ([a-z]{1,20}) (inc_[0-9A-Za-z_]{1,40})");

    /** Freezes the list. */
    public Pressed {
        user = List.copyOf(user);
    }

    /** Of which incident a button is that asks for a comment, {@code tocsin comment <incident>}; empty for any other. */
    public static Optional<String> asksComment(String says) {
        Matcher button = BUTTON.matcher(says);
        return button.matches() && button.group(1).equals(AnswerAct.COMMENT.word())
                ? Optional.of(button.group(2))
                : Optional.empty();
    }

    /**
     * What a button of the hub's messages says: {@code tocsin <act> <incident>}.
     *
     * @return empty for what is none, such as a button of another program's messages
     */
    public static Optional<Pressed> button(String says, List<String> user, String once) {
        Matcher button = BUTTON.matcher(says);
        return button.matches()
                ? AnswerAct.ofWord(button.group(1))
                        .filter(act -> act != AnswerAct.COMMENT)
                        .map(act -> new Pressed(act, button.group(2), "", user, once))
                : Optional.empty();
    }
}
