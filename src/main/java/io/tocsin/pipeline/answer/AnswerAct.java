package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** Something that people do by a link. */
public interface AnswerAct {

    /** Its name in the page's form, and for its words. */
    String word();

    /** Whether there is anything to do. @param incident as {@link AnswerDesk} shows it */
    boolean isOffered(JsonNode incident);

    /**
     * Does it; twice is as once. Blocks.
     *
     * @param incidentId of which
     * @param by who, for readers
     * @param actor who and by which way, for the audit
     */
    Answered act(String incidentId, String by, String actor);
}
