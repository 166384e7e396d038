package io.tocsin.source.slack;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.Pressed;
import java.util.List;

/**
 * Does what people type.
 *
 * @param answers says who may, and does what they want
 * @param desk knows the schedules
 * @param board what they look at
 */
record SlackCommands(ChatAnswers answers, ChatDesk desk, SlackBoard board) {

    /** Slack's text, for their eyes; what they want is on disk when this returns. Blocks. */
    String answer(SlashCommand asked) {
        return answers.refusal(List.of(asked.user())).map(SlackText::escaped).orElseGet(() -> switch (asked.verb()) {
            case "", "help" -> CommandTexts.help(asked.name());
            case "who", "on-call", "oncall" ->
                CommandTexts.onCall(desk.recipients().schedules(), asked.rest(), board.now());
            case "incidents", "open", "list" -> CommandTexts.incidents(board.endingIn("", CommandTexts.MOST + 1));
            case "ack", "acknowledge" -> act(AnswerAct.ACKNOWLEDGE, asked);
            case "escalate" -> act(AnswerAct.ESCALATE, asked);
            default -> CommandTexts.unknown(asked);
        });
    }

    private String act(AnswerAct act, SlashCommand asked) {
        String end = asked.end();
        List<SlackBoard.Open> found = end.length() >= CommandTexts.SHORTEST && end.matches("[a-z0-9_]+")
                ? board.endingIn(end, CommandTexts.MOST)
                : List.of();
        if (found.size() != 1) {
            return CommandTexts.which(end, found, asked.name());
        }
        Pressed wish = new Pressed(act, found.get(0).id(), "", List.of(asked.user()), asked.once());
        return CommandTexts.named(found.get(0)) + ": "
                + SlackText.escaped(answers.answer(wish).words());
    }
}
