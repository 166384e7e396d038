package io.tocsin.pipeline.answer;

import io.tocsin.model.answer.CommentText;
import java.util.Optional;

/**
 * Who answers by a link, and of what.
 *
 * @param deliveryId the delivery that the link went out with
 * @param incidentId the incident that it told of
 * @param person whose link it is; empty where it went to no person in particular
 * @param place where it went: the receiver's name
 * @param language the reader's, such as {@code en}
 * @param timeZone the reader's, such as {@code Europe/Berlin}
 */
public record Answering(
        String deliveryId, String incidentId, Optional<String> person, String place, String language, String timeZone) {

    /**
     * Who it is for readers: the person, or whoever has read it where it went.
     *
     * @param name what somebody who is no person in particular says their name is; may be empty
     */
    public String by(String name) {
        String said = CommentText.name(name);
        return person.orElseGet(() -> said.isEmpty() ? place : said + " (through " + place + ")");
    }

    /** The same for the audit, with the way. */
    public String actor(String name) {
        return by(name) + " (link " + deliveryId + ")";
    }
}
