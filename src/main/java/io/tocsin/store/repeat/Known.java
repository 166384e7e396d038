package io.tocsin.store.repeat;

import java.time.Duration;
import java.time.Instant;

/** How a key stands for a request that came with it. */
public sealed interface Known {

    /**
     * It is to be done.
     *
     * @param by names this try of it; one that took longer than a request may has lost the key to another, and is not done
     */
    record New(String by) implements Known {}

    /** It is being done at this moment. @param again when to ask again, a second at least */
    record UnderWay(Duration again) implements Known {}

    /** It was done, and answered so. */
    record Answered(Answer answer) implements Known {}

    /** It was done, and whoever did it was gone before the answer was kept. @param at when it was begun */
    record Unanswered(Instant at) implements Known {}

    /** The key was used for another request. */
    record Another() implements Known {}

    /**
     * An answer.
     *
     * @param status HTTP
     * @param etag of what it shows; empty for none
     * @param body JSON
     */
    record Answer(int status, String etag, String body) {}
}
