package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Escalation;
import java.util.List;

/** How far escalations of an incident are, as a message says it; where there are none, nothing. */
final class EscalationWords {

    private EscalationWords() {}

    static void write(ObjectNode message, List<Escalation> escalations) {
        List<Escalation> shown = escalations.stream()
                .filter(one -> one.state() != Escalation.State.OVER)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        ArrayNode all = message.putArray("escalations");
        shown.forEach(one -> all.addObject()
                .put("policy", one.policy())
                .put("state", one.state().word())
                .put("step", one.step())
                .put("pass", one.pass()));
    }
}
