package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.trace.AlertAudit;
import io.tocsin.store.audit.AuditHead;
import io.tocsin.store.audit.AuditPages;
import io.tocsin.store.audit.AuditRow;
import java.time.Instant;
import java.util.Optional;

/** {@code /v1/audit}: who did what, and whether anybody changed that since. */
final class AuditEndpoint {

    private static final int DEFAULT_LIMIT = 100;

    /** Rows that are checked for one answer: a fraction of a second. */
    private static final int CHECKED = 20_000;

    private final AuditPages pages;
    private final AlertAudit alerts;
    private final ObjectMapper json;

    AuditEndpoint(AuditPages pages, AlertAudit alerts, ObjectMapper json) {
        this.pages = pages;
        this.alerts = alerts;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listAudit", admin(this::list));
        operations.answer("exportAudit", admin(this::export));
        operations.answer("verifyAudit", admin(this::verify));
        operations.answer("auditAlert", admin(this::alert));
    }

    private Reply list(Request request) {
        AuditPages.Filter filter = new AuditPages.Filter(
                request.query("target").orElse(""),
                request.query("action").orElse(""),
                request.query("actor").orElse(""),
                request.time("since").orElse(Instant.EPOCH));
        return Reply.page(
                "entries",
                pages.page(
                        filter,
                        request.limit(DEFAULT_LIMIT),
                        request.query("after").orElse("")),
                this::row);
    }

    private Reply export(Request request) {
        String after = request.query("after").orElse("0");
        AuditPages.Part part = pages.part(Long.parseLong(after), request.limit(DEFAULT_LIMIT));
        ObjectNode answer = json.createObjectNode();
        ArrayNode entries = answer.putArray("entries");
        String before = part.before();
        for (AuditRow row : part.rows()) {
            entries.add(row(row).put("previous", before));
            before = row.hash();
        }
        if (!part.isEnd()) {
            answer.put("next", part.rows().get(part.rows().size() - 1).seq());
        }
        return Reply.json(answer);
    }

    private Reply verify(Request request) {
        AuditPages.Verified found = pages.verify(head(request, "head"), head(request, "after"), CHECKED);
        ObjectNode answer = json.createObjectNode();
        found.chain().write(answer);
        found.next().ifPresent(next -> answer.put("next", next.toString()));
        answer.put("segments", found.segments());
        found.removed().ifPresent(segment -> answer.putObject("removed")
                .put("upTo", segment.lastSeq())
                .put("lastHash", segment.lastHash())
                .put("at", segment.removedAt().orElseThrow().toString()));
        ObjectNode unsealed = answer.putObject("unsealed").put("rows", found.unsealed());
        found.oldestUnsealed()
                .ifPresent(oldest -> unsealed.put("oldest", oldest.toString()).put("late", found.isLate()));
        return Reply.json(answer);
    }

    private static Optional<AuditHead> head(Request request, String name) {
        return request.query(name).map(text -> AuditHead.read(text)
                .orElseThrow(() -> RefusedException.badRequest(
                        name + " is " + text + "; expected " + AuditHead.FORM + ", as an earlier look told it.")));
    }

    private Reply alert(Request request) {
        return alerts.find(request.id())
                .map(Reply::json)
                .orElseThrow(() -> RefusedException.notFound("Neither the hub nor its audit knows " + request.id()
                        + "; expected the id of an alert (alr_...) or an incident (inc_...). What is older than hub.audit.retention"
                        + " is gone."));
    }

    private ObjectNode row(AuditRow row) {
        ObjectNode node = json.createObjectNode();
        if (row.isSealed()) {
            node.put("seq", row.seq());
        }
        node.put("id", row.id())
                .put("at", row.time().toString())
                .put("actor", row.actor())
                .put("action", row.action())
                .put("target", row.target())
                .put("detail", row.detail());
        return row.isSealed() ? node.put("hash", row.hash()) : node;
    }
}
