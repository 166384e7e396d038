package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.checkin.Standing;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.checkin.CheckInReports;
import io.tocsin.pipeline.checkin.CheckInRow;
import io.tocsin.store.sql.JsonText;

/** {@code /v1/check-ins}: who has to report, and who is late. */
final class CheckInsEndpoint {

    private final CheckInReports reports;
    private final ObjectMapper json;

    CheckInsEndpoint(CheckInReports reports, ObjectMapper json) {
        this.reports = reports;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listCheckIns", viewer(this::list));
    }

    private Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray("checkIns");
        reports.list().forEach(row -> all.add(checkIn(row)));
        return Reply.json(answer);
    }

    private ObjectNode checkIn(CheckInRow row) {
        Standing standing = row.standing();
        ObjectNode node = json.createObjectNode()
                .put("name", row.name())
                .put(
                        "description",
                        JsonText.read(json, row.content()).path("description").asText())
                .put("state", standing.state())
                .put("every", Span.text(standing.terms().every()))
                .put("grace", Span.text(standing.terms().grace()));
        standing.reportedAt().ifPresent(at -> node.put("reportedAt", at.toString()));
        standing.lateSince()
                .ifPresentOrElse(
                        at -> node.put("lateSince", at.toString()),
                        () -> node.put("dueAt", standing.dueAt().toString()));
        return node;
    }
}
