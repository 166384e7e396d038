package io.tocsin.model.question;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An entry under {@code questions:} of a rules file: which approvals that something waits for are asked of whom.
 *
 * @param name unique over all rules files
 * @param description for whoever is asked; may be empty
 * @param when which approvals: a pattern over {@code source} and {@code labels}
 * @param from the hub's sources whose events may ask; empty for any
 * @param severity of the notice
 * @param ask who is notified
 * @param by who may answer
 * @param notWhoPushed whether whoever started it may not
 * @param approvals how many people have to approve
 * @param within for how long it can be answered; empty for as long as whoever waits does
 * @param answerTo the receiver that takes the answer
 */
public record QuestionEntry(
        String name,
        String description,
        EventPattern when,
        List<String> from,
        Severity severity,
        List<Target> ask,
        Target.People by,
        boolean notWhoPushed,
        int approvals,
        Optional<Duration> within,
        String answerTo) {

    /** Freezes the lists. */
    public QuestionEntry {
        from = List.copyOf(from);
        ask = List.copyOf(ask);
    }

    /** Whether it listens to events of this source. */
    public boolean listensTo(String source) {
        return from.isEmpty() || from.contains(source);
    }
}
