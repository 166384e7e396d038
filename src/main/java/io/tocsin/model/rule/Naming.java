package io.tocsin.model.rule;

import io.tocsin.model.recipient.Target;
import java.util.List;

/**
 * Whom a rule names, whatever else is right or wrong with it: so that a mistake in one part hides none in another.
 *
 * @param rule the rule's name; empty where it has none; of a window, an escalation, a question or where its answers go that word and its name
 * @param targets who is notified
 * @param origin where it is written
 */
public record Naming(String rule, List<Target> targets, Rule.Origin origin) {

    private static final String WINDOW = "window ";
    private static final String ESCALATION = "escalation ";
    private static final String QUESTION = "question ";
    private static final String ANSWERS = "answerTo of question ";

    public Naming {
        targets = List.copyOf(targets);
    }

    /** The same of a window. */
    static Naming ofWindow(Naming named) {
        return new Naming(WINDOW + named.rule, named.targets, named.origin);
    }

    /** The same of an escalation. */
    static Naming ofEscalation(Naming named) {
        return new Naming(ESCALATION + named.rule, named.targets, named.origin);
    }

    /** The same of a question. */
    static Naming ofQuestion(Naming named) {
        return new Naming(QUESTION + named.rule, named.targets, named.origin);
    }

    /** The same of where a question's answers go. */
    static Naming ofAnswers(Naming named) {
        return new Naming(ANSWERS + named.rule, named.targets, named.origin);
    }

    /** Whether it says who takes answers, and not who is notified. */
    boolean takesAnswers() {
        return rule.startsWith(ANSWERS);
    }

    /** The rule in a sentence. */
    public String shown() {
        for (String other : List.of(WINDOW, ESCALATION, QUESTION, ANSWERS)) {
            if (rule.startsWith(other)) {
                String article = other.equals(ESCALATION) ? "an " : other.equals(ANSWERS) ? "" : "a ";
                return rule.equals(other)
                        ? article + other + "without a name"
                        : other + "`" + rule.substring(other.length()) + "`";
            }
        }
        return rule.isEmpty() ? "a rule without a name" : "rule `" + rule + "`";
    }

    /** The names of the receivers that are notified at their own addresses. */
    public List<String> receivers() {
        return targets.stream()
                .filter(Target.Receiver.class::isInstance)
                .map(target -> ((Target.Receiver) target).name())
                .toList();
    }

    /** The people who are notified. */
    public List<Target.People> people() {
        return targets.stream()
                .filter(Target.People.class::isInstance)
                .map(Target.People.class::cast)
                .toList();
    }
}
