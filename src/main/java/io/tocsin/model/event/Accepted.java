package io.tocsin.model.event;

import java.util.Locale;

/**
 * What the store said about one {@link EventDraft}, after the commit.
 *
 * @param id the event's id in the hub; for a duplicate the id of the event that was first
 * @param status whether it is new
 */
public record Accepted(String id, Status status) {

    /** New, known, or known with another body. */
    public enum Status {
        /** Stored now. */
        ACCEPTED,
        /** Stored before, with the same external id. */
        DUPLICATE,
        /** The external id is known, but with another body: nothing was stored. */
        CONFLICT;

        /** The status as it stands in answers: {@code accepted}, {@code duplicate}, {@code conflict}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
