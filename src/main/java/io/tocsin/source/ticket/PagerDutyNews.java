package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.answer.AnswerAct;
import java.util.Optional;

/**
 * Webhooks V3 of PagerDuty: https://developer.pagerduty.com/docs/webhooks-overview. What the hub sends there comes back as what an
 * integration did, so what integrations do is left.
 */
final class PagerDutyNews implements TicketNews {

    /** Of the Events API, by which the hub's own acts come there: {@code inbound_integration_reference} and older ones that end so. */
    private static final String INTEGRATION = "inbound_integration_reference";

    @Override
    public Read read(JsonNode payload) {
        JsonNode event = payload.path("event");
        String type = event.path("event_type").asText();
        String id = event.path("id").asText();
        if (type.isEmpty() || id.isEmpty()) {
            return new Read.Strange("expected a webhook V3 of PagerDuty: event.id and event.event_type");
        }
        JsonNode agent = event.path("agent");
        String agentType = agent.path("type").asText();
        Optional<AnswerAct> act = act(type);
        if (act.isEmpty()) {
            return new Read.Left(type + " changes nothing here");
        }
        if (agentType.endsWith(INTEGRATION)) {
            return new Read.Left("an integration did it, as it is with what the hub itself does there");
        }
        if (act.get() == AnswerAct.RESOLVE && (agentType.isEmpty() || agentType.equals("service_reference"))) {
            return new Read.Left("nobody resolved it: PagerDuty does by itself after a while, and here it may go on");
        }
        return TicketAct.incidentOf(event.at("/data/incident_key").asText())
                .<Read>map(incident -> new Read.Done(new TicketAct(
                        act.get(),
                        incident,
                        agent.path("id").asText(),
                        agent.path("summary").asText(),
                        "",
                        id,
                        TicketAct.time(event.path("occurred_at").asText()),
                        0)))
                .orElseGet(() -> new Read.Left("it is for no incident of a hub: its incident_key is no id of one"));
    }

    private static Optional<AnswerAct> act(String type) {
        return switch (type) {
            case "incident.acknowledged" -> Optional.of(AnswerAct.ACKNOWLEDGE);
            case "incident.unacknowledged" -> Optional.of(AnswerAct.UNACKNOWLEDGE);
            case "incident.resolved" -> Optional.of(AnswerAct.RESOLVE);
            default -> Optional.empty();
        };
    }
}
