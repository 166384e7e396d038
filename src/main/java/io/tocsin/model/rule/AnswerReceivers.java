package io.tocsin.model.rule;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Receivers that take answers to questions and no messages, and all others: each is named where it does what it is named for. */
public final class AnswerReceivers {

    private AnswerReceivers() {}

    /**
     * What is wrong with the receivers that rules files name, as far as they are there.
     *
     * @param receivers those that there are
     * @param answering those of them that take answers
     * @param template what these are made of
     */
    public static List<Finding> misnamed(Rules rules, Set<String> receivers, Set<String> answering, String template) {
        return rules.namings().stream()
                .flatMap(naming -> naming.receivers().stream()
                        .filter(receivers::contains)
                        .filter(name -> naming.takesAnswers() != answering.contains(name))
                        .map(name -> misnamed(naming, name, answering, template)))
                .toList();
    }

    private static Finding misnamed(Naming naming, String name, Set<String> answering, String template) {
        boolean answers = naming.takesAnswers();
        return new Finding(
                naming.origin().file(),
                naming.origin().notifyLine(),
                "the receiver `" + name + "` in " + naming.shown()
                        + (answers ? ", which takes no answers" : ", which takes answers to questions and no messages"),
                answers
                        ? "a receiver of the template " + template
                                + (answering.isEmpty()
                                        ? ", and there is none"
                                        : ", one of " + String.join(", ", new TreeSet<>(answering)))
                        : "a receiver that people read",
                answers
                        ? "name such a one, or add it under receivers/ (docs/approvals.md)"
                        : "take it out; name it in `answerTo` of questions");
    }
}
