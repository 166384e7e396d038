package io.tocsin.source.protocol;

import io.tocsin.model.event.Arrival;
import io.tocsin.net.problem.Problem;
import java.util.Set;

/** The language of one kind of sender. Safe for use by many threads; runs on an event loop, so it never waits. */
public interface Protocol {

    /**
     * What the sender wants. Asked only when the sender is believed.
     *
     * @return its events, a refusal, or what was done without any event; never throws for anything a sender can send
     */
    Heard hear(Arrival arrival);

    /**
     * The parameters of the path and after it that it needs: each is kept with the events, among the attributes of an arrival,
     * under its name. A parameter that a request has twice, or not, is not there.
     */
    default Set<String> parameters() {
        return Set.of();
    }

    /** Whether a GET says the same as a POST: for senders that can do no more, where no link preview can have the sender's token. */
    default boolean takesGet() {
        return false;
    }

    /** How a refusal is told to such a sender: for its body or by its head. As problem details, unless it knows others. */
    default Answer refuse(Problem problem) {
        return Answer.of(problem);
    }
}
