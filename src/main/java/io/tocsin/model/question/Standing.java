package io.tocsin.model.question;

import java.util.ArrayList;
import java.util.List;

/**
 * How a question stands, with the answers that counted.
 *
 * @param state how
 * @param answers in their order
 */
public record Standing(State state, List<Voice> answers) {

    /** Nobody has answered. */
    public static final Standing OPEN = new Standing(State.OPEN, List.of());

    /** Freezes the list. */
    public Standing {
        answers = List.copyOf(answers);
    }

    /** The same with one more answer. */
    Standing with(Voice voice, State next) {
        List<Voice> all = new ArrayList<>(answers);
        all.add(voice);
        return new Standing(next, all);
    }

    /** The same in another state. */
    public Standing in(State next) {
        return new Standing(next, answers);
    }

    /** Who approved, in their order, each once. */
    public List<String> approvers() {
        return answers.stream()
                .filter(voice -> voice.choice() == Choice.APPROVE)
                .map(Voice::person)
                .distinct()
                .toList();
    }

    /** Whose answer decided it, in words: {@code ann, ben}; empty where nobody's did. */
    public String decidedBy() {
        if (state == State.REJECTED) {
            return answers.get(answers.size() - 1).person();
        }
        return state == State.APPROVED ? String.join(", ", approvers()) : "";
    }
}
