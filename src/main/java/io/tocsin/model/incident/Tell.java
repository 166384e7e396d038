package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.List;

/**
 * A notice: what addresses are told that share concern, kind and what they were told before.
 *
 * @param kind what it is to them
 * @param version the incident's version that they are told
 * @param severity the highest that fires of what is told; of an end the highest of the round
 * @param to what each address was told with this, at least one; their version, kind and severity are the notice's
 * @param part the members it tells of
 */
public record Tell(Kind kind, long version, Severity severity, List<Told> to, Part part) {

    public Tell {
        to = List.copyOf(to);
    }
}
