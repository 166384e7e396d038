package io.tocsin.model.notice;

import io.tocsin.model.recipient.Target;
import java.util.List;

/**
 * Something an incident has to say, claimed for fanning out.
 *
 * @param id the hub's id of it
 * @param incidentId whose notice it is
 * @param eventId the event that caused it
 * @param sequence its place among the incident's notices, from 1
 * @param kind what it says
 * @param rule the rule that told whom to tell
 * @param targets whom its rule tells
 * @param message JSON text that channels render
 * @param fence the claim's number
 */
public record Notice(
        String id,
        String incidentId,
        String eventId,
        long sequence,
        NoticeKind kind,
        String rule,
        List<Target> targets,
        String message,
        long fence) {

    public Notice {
        targets = List.copyOf(targets);
    }
}
