package io.tocsin.source.protocol;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.net.problem.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a {@link Protocol} understood of a request. */
public sealed interface Heard {

    /**
     * There are events to store.
     *
     * @param drafts the events; none is answered at once
     * @param answer what the sender is told when they are committed; runs on the committer's thread and must be quick
     */
    record Events(List<EventDraft> drafts, Function<List<Accepted>, Answer> answer) implements Heard {
        /** Freezes the list. */
        public Events {
            drafts = List.copyOf(drafts);
        }
    }

    /**
     * There is nothing to store.
     *
     * @param answer what the sender is told, when it is known; if it fails, that is a fault of the hub
     */
    record Aside(CompletionStage<Answer> answer) implements Heard {}

    /**
     * It can't be taken; sending the same again won't help.
     *
     * @param problem why
     */
    record Refused(Problem problem) implements Heard {}
}
