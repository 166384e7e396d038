package io.tocsin.model.notice;

import io.tocsin.model.recipient.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an incident has to say at a version to some addresses, claimed for fanning out.
 *
 * @param id the hub's id of it
 * @param incidentId whose notice it is
 * @param eventId the event that caused it, or the last one before it
 * @param version the incident's version that it tells: what is told at a higher one supersedes it
 * @param round which telling of the incident it is to its addresses: one more each time that something fires after they were told
 *     that all is over
 * @param kind what it says
 * @param rules the rules through which its addresses are told
 * @param to who is told
 * @param message JSON text that channels render
 * @param fence the claim's number
 */
public record Notice(
        String id,
        String incidentId,
        String eventId,
        long version,
        long round,
        NoticeKind kind,
        List<String> rules,
        List<Address> to,
        String message,
        long fence) {

    public Notice {
        rules = List.copyOf(rules);
        to = List.copyOf(to);
    }

    /** Its rules for a reader, in one line. */
    public String ruleNames() {
        return String.join(", ", rules);
    }

    /** Its receivers, each once. */
    public Set<String> receivers() {
        Set<String> receivers = new LinkedHashSet<>();
        to.forEach(draft -> receivers.add(draft.receiver()));
        return receivers;
    }
}
