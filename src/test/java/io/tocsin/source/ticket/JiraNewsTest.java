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
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook of Jira means here: https://developer.atlassian.com/cloud/jira/platform/webhooks. */
class JiraNewsTest {

    private static final String INCIDENT = "inc_01m8r3kq9zv3x1f0e2w9n4c7ta";

    private static ObjectNode moved(String category, String labels) {
        try {
            return (ObjectNode) new ObjectMapper().readTree("""
                    {"timestamp": 1755684005123, "webhookEvent": "jira:issue_updated", "issue_event_type_name": "issue_generic",
                     "user": {"self": "https://example.atlassian.net/rest/api/2/user?accountId=557058%%3Aann", "accountId": "557058:ann",
                              "displayName": "Ann Smith", "active": true, "timeZone": "Europe/Berlin", "accountType": "atlassian"},
                     "issue": {"id": "10002", "key": "OPS-7", "fields": {"summary": "Disk full", "labels": %s, "updated": "2025-08-20T12:00:05.061+0200",
                               "status": {"id": "10001", "name": "Whatever", "statusCategory": {"id": 3, "key": "%s", "name": "Done"}}}},
                     "changelog": {"id": "10124", "items": [
                       {"field": "resolution", "fieldtype": "jira", "fieldId": "resolution", "from": null, "fromString": null, "to": "10000", "toString": "Done"},
                       {"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "3", "fromString": "In Progress", "to": "10001", "toString": "Done"}]}}
                    """.formatted(labels, category));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String labels(String... labels) {
        return "[\"" + String.join("\", \"", labels) + "\"]";
    }

    private static Optional<TicketAct> act(ObjectNode payload) {
        return new JiraNews().read(payload) instanceof TicketNews.Read.Done done
                ? Optional.of(done.act())
                : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({"done, RESOLVE", "indeterminate, ACKNOWLEDGE", "new, UNACKNOWLEDGE"})
    void aStatusMeansWhatItsCategoryMeans(String category, AnswerAct expected) {
        assertThat(act(moved(category, labels("db", "tocsin", "tocsin-" + INCIDENT + "-2"))))
                .contains(new TicketAct(
                        expected,
                        INCIDENT,
                        "557058:ann",
                        "Ann Smith",
                        "",
                        "10124",
                        Optional.of(Instant.parse("2025-08-20T10:00:05.061Z")),
                        10_124));
    }

    @Test
    void whereTheIssueDoesNotSayWhenItWasUpdatedTheWebhooksOwnTimeCounts() {
        ObjectNode payload = moved("done", labels("tocsin-" + INCIDENT));
        ((ObjectNode) payload.at("/issue/fields")).remove("updated");
        assertThat(act(payload).flatMap(TicketAct::at)).contains(Instant.ofEpochMilli(1755684005123L));
    }

    @Test
    void aUserOfJiraDataCenterIsKnownByTheirName() {
        ObjectNode payload = moved("done", labels("tocsin-" + INCIDENT));
        ((ObjectNode) payload.get("user")).put("name", "ann").remove("accountId");
        assertThat(act(payload).map(TicketAct::user)).contains("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"tocsin\", \"tocsin-test\", \"tocsin-dlv_01m8r3kq9zv3x1f0e2w9n4c7ta\"]",
                "[\"inc_01m8r3kq9zv3x1f0e2w9n4c7ta\"]",
                "[\"tocsin-inc_01m8r3kq9zv3x1f0e2w9n4c7ta\", \"tocsin-inc_01m8r3kq9zv3x1f0e2w9n4c7tb\"]",
                "null"
            })
    void anIssueOfNoIncidentOrOfTwoIsLeft(String labels) {
        assertThat(new JiraNews().read(moved("done", labels))).isInstanceOf(TicketNews.Read.Left.class);
    }

    @Test
    void whatMovesNoIssueIsLeft() {
        ObjectNode edited = moved("done", labels("tocsin-" + INCIDENT));
        ((ObjectNode) edited.at("/changelog/items/1")).put("field", "assignee");
        assertThat(new JiraNews().read(edited)).isInstanceOf(TicketNews.Read.Left.class);
        ObjectNode commented = moved("done", labels("tocsin-" + INCIDENT));
        commented.remove("changelog");
        assertThat(new JiraNews().read(commented)).isInstanceOf(TicketNews.Read.Left.class);
        assertThat(new JiraNews().read(moved("undefined", labels("tocsin-" + INCIDENT))))
                .isInstanceOf(TicketNews.Read.Left.class);
        commented.remove("webhookEvent");
        assertThat(new JiraNews().read(commented)).isInstanceOf(TicketNews.Read.Strange.class);
    }
}
