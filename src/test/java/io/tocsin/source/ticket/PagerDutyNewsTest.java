package io.tocsin.source.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.AnswerAct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a webhook V3 means here: https://developer.pagerduty.com/docs/webhooks-overview. */
class PagerDutyNewsTest {

    private static final String INCIDENT = "inc_01m8r3kq9zv3x1f0e2w9n4c7ta";

    private static ObjectNode event(String type, String agent, String key) {
        try {
            return (ObjectNode) new ObjectMapper().readTree("""
                    {"event": {"id": "01BZYH1JJY09P9LEIST8HG2PMN", "event_type": "%s", "resource_type": "incident",
                     "occurred_at": "2026-06-04T13:16:53.816Z", "agent": %s, "client": null,
                     "data": {"id": "PCPZE64", "type": "incident", "number": 6, "status": "acknowledged", "incident_key": "%s",
                              "title": "Disk full", "urgency": "high", "resolve_reason": null}}}
                    """.formatted(type, agent, key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String agent(String type) {
        return "{\"id\": \"PJ0LVEB\", \"summary\": \"Tenex\\nEngineer\", \"type\": \"" + type + "\"}";
    }

    private static TicketNews.Read read(String type, String agent, String key) {
        return new PagerDutyNews().read(event(type, agent, key));
    }

    private static Optional<TicketAct> act(String type, String agent, String key) {
        return read(type, agent, key) instanceof TicketNews.Read.Done done ? Optional.of(done.act()) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "incident.acknowledged, ACKNOWLEDGE",
        "incident.unacknowledged, UNACKNOWLEDGE",
        "incident.resolved, RESOLVE"
    })
    void whatAPersonDoesIsDoneToOurIncident(String type, AnswerAct expected) {
        assertThat(act(type, agent("user_reference"), INCIDENT))
                .contains(new TicketAct(
                        expected,
                        INCIDENT,
                        "PJ0LVEB",
                        "Tenex Engineer",
                        "",
                        "01BZYH1JJY09P9LEIST8HG2PMN",
                        Optional.of(Instant.parse("2026-06-04T13:16:53.816Z")),
                        0));
        assertThat(act(type, agent("user_reference"), INCIDENT + "-12").map(TicketAct::incident))
                .contains(INCIDENT);
    }

    @ParameterizedTest
    @CsvSource({
        "incident.acknowledged, inbound_integration_reference",
        "incident.resolved, inbound_integration_reference",
        "incident.unacknowledged, inbound_integration_reference",
        "incident.resolved, generic_events_api_inbound_integration_reference",
        "incident.resolved, service_reference"
    })
    void whatTheHubItselfSentAndWhatPagerDutyEndsByItselfIsLeft(String type, String agent) {
        assertThat(read(type, agent(agent), INCIDENT)).isInstanceOf(TicketNews.Read.Left.class);
    }

    @Test
    void anAcknowledgementThatTimesOutThereIsTakenBackHere() {
        assertThat(act("incident.unacknowledged", "null", INCIDENT).map(TicketAct::act))
                .contains(AnswerAct.UNACKNOWLEDGE);
        assertThat(act("incident.resolved", "null", INCIDENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "incident.triggered, " + INCIDENT,
        "incident.reopened, " + INCIDENT,
        "incident.annotated, " + INCIDENT,
        "incident.priority_updated, " + INCIDENT,
        "pagey.ping, ''",
        "service.updated, ''",
        "incident.acknowledged, d3640fbd41094207a1c11e58e46b1662",
        "incident.acknowledged, ''",
        "incident.acknowledged, dlv_01m8r3kq9zv3x1f0e2w9n4c7ta",
        "incident.acknowledged, inc_01m8r3kq9zv3x1f0e2w9n4c7taa",
        "incident.acknowledged, inc_01m8r3kq9zv3x1f0e2w9n4c7ta inc_01m8r3kq9zv3x1f0e2w9n4c7tb"
    })
    void whatIsNoneOfTheHubsBusinessIsLeft(String type, String key) {
        assertThat(read(type, agent("user_reference"), key)).isInstanceOf(TicketNews.Read.Left.class);
    }

    @Test
    void whatIsNoWebhookV3IsStrange() {
        ObjectNode none = event("incident.resolved", "null", INCIDENT);
        ((ObjectNode) none.get("event")).remove("id");
        assertThat(new PagerDutyNews().read(none)).isInstanceOf(TicketNews.Read.Strange.class);
    }
}
