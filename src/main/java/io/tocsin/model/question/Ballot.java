package io.tocsin.model.question;

import io.tocsin.model.question.Ruling.Outcome;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides what an answer comes to, from what stands, the answer and the time alone. */
public final class Ballot {

    private Ballot() {}

    /**
     * Decides it.
     *
     * @param terms who may answer, and until when
     * @param standing how the question stands
     * @param vote the answer
     * @param recipients the people that there are now
     * @param now when it comes
     */
    public static Ruling rule(Terms terms, Standing standing, Vote vote, Recipients recipients, Instant now) {
        Optional<Person> person = vote.person().flatMap(recipients::person);
        if (person.isEmpty()) {
            return refused(standing, vote.who() + " is nobody whom this hub knows; " + terms.whoMay() + " may answer");
        }
        Optional<Voice> before = standing.answers().stream()
                .filter(voice -> voice.person().equals(person.get().name()) && voice.choice() == vote.choice())
                .findFirst();
        if (before.isPresent()) {
            return new Ruling(
                    Outcome.SAME,
                    standing,
                    "You had " + vote.choice().done() + " it before, at "
                            + time(before.get().at()) + rest(terms, standing));
        }
        Optional<String> refusal = terms.refusal(person.get(), recipients, now);
        if (refusal.isPresent()) {
            return refused(standing, refusal.get());
        }
        if (standing.state() != State.OPEN) {
            return refused(standing, over(standing));
        }
        if (!now.isBefore(terms.until())) {
            return refused(standing, "It could be answered until " + time(terms.until()) + ", which is over");
        }
        Optional<Voice> ofOneBearer = standing.answers().stream()
                .filter(voice -> vote.choice() == Choice.APPROVE && voice.choice() == Choice.APPROVE)
                .filter(voice -> !voice.bearer().isEmpty() && voice.bearer().equals(vote.bearer()))
                .findFirst();
        if (ofOneBearer.isPresent()) {
            return refused(
                    standing,
                    "That token has approved as " + ofOneBearer.get().person()
                            + "; somebody else approves by a token of their own, by their link or in Slack");
        }
        return counted(
                terms,
                standing,
                new Voice(person.get().name(), vote.choice(), vote.comment(), now, vote.through(), vote.bearer()));
    }

    private static Ruling counted(Terms terms, Standing standing, Voice voice) {
        if (voice.choice() == Choice.REJECT) {
            return new Ruling(Outcome.DECIDED, standing.with(voice, State.REJECTED), "Rejected");
        }
        Standing next = standing.with(voice, State.OPEN);
        return next.approvers().size() >= terms.approvals()
                ? new Ruling(Outcome.DECIDED, next.in(State.APPROVED), "Approved")
                : new Ruling(Outcome.COUNTED, next, "Your approval counts" + rest(terms, next));
    }

    /** How many more are needed, where any are. */
    private static String rest(Terms terms, Standing standing) {
        int rest = terms.approvals() - standing.approvers().size();
        return standing.state() != State.OPEN || rest <= 0
                ? ""
                : "; " + (rest == 1 ? "one more person has" : rest + " more people have") + " to approve";
    }

    private static String over(Standing standing) {
        return switch (standing.state()) {
            case APPROVED, REJECTED -> {
                Voice last = standing.answers().get(standing.answers().size() - 1);
                yield "It was " + standing.state().word() + " before, by " + standing.decidedBy() + " at "
                        + time(last.at());
            }
            case EXPIRED -> "Nobody answered in time, and it is over";
            default -> "It is over: what it was about goes on without this answer";
        };
    }

    private static Ruling refused(Standing standing, String why) {
        return new Ruling(Outcome.REFUSED, standing, why);
    }

    private static Instant time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
