package io.tocsin.model.answer;

import io.tocsin.model.incident.Incident;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of what somebody wanted.
 *
 * @param incident as it stands now; empty where there is none of this id
 * @param refused why it was not done, in plain words; empty where it was, or had been before
 * @param changed whether anything changed
 * @param stands by whom what they wanted holds now, now that it was done, now or before; empty where nothing of that kind holds
 */
public record Came(Optional<Incident> incident, Optional<String> refused, boolean changed, Optional<Stands> stands) {

    /**
     * What holds.
     *
     * @param by whose doing it is
     * @param at since when; of a silence until when
     */
    public record Stands(String by, Instant at) {}
}
