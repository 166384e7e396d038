package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Incident;
import java.util.Optional;

/**
 * What became of what somebody wanted to do about an incident.
 *
 * @param incident as it stands now; empty where there is none with this id
 * @param refused why it was not done, in plain words; empty where it was, or had been before
 * @param changed whether anything changed: not where it had been done before
 * @param stale whether it was not done since the incident stands otherwise than it was expected to
 * @param elsewhere whether this hub alone refuses it, and another one may do it
 */
public record Acted(
        Optional<Incident> incident, Optional<String> refused, boolean changed, boolean stale, boolean elsewhere) {

    /** What was not refused for how the incident stands. */
    public Acted(Optional<Incident> incident, Optional<String> refused, boolean changed) {
        this(incident, refused, changed, false, false);
    }

    static final Acted NO_INCIDENT = new Acted(Optional.empty(), Optional.empty(), false);
}
