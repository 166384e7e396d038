package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;
import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Role;
import io.tocsin.pipeline.deadletter.DeadLetterFilter;
import io.tocsin.pipeline.deadletter.DeadLetterFilter.Column;
import io.tocsin.pipeline.deadletter.DeadLetterPages;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.deadletter.Settled;
import io.tocsin.store.shared.SharedVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v1/dead-letters}. */
final class DeadLettersEndpoint {

    private static final int DEFAULT_LIMIT = 100;
    private static final Map<Column, String> NAMES =
            Map.of(Column.RECEIVER, "receiver", Column.RULE, "rule", Column.SOURCE, "source");

    private final DeadLetters deadLetters;
    private final DeadLetterPages pages;
    private final NamesInUse names;
    private final SharedVersions versions;
    private final ObjectMapper json;

    DeadLettersEndpoint(
            DeadLetters deadLetters,
            DeadLetterPages pages,
            NamesInUse names,
            SharedVersions versions,
            ObjectMapper json) {
        this.deadLetters = deadLetters;
        this.pages = pages;
        this.names = names;
        this.versions = versions;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listDeadLetters", viewer(this::list));
        operations.answer("showDeadLetter", responder(this::show));
        operations.answer("redriveDeadLetters", responder(this::redrive));
        operations.answer("discardDeadLetters", admin(this::discard));
    }

    private Reply list(Request request) {
        DeadLetterFilter filter = Filters.ofQuery(request);
        int limit = request.limit(DEFAULT_LIMIT);
        List<ObjectNode> page = pages.page(filter, limit, request.query("after").orElse(""));
        long total = pages.count(filter);
        checkNames(filter, total == 0);
        ObjectNode answer = json.createObjectNode();
        answer.put("total", total);
        answer.putArray("deadLetters").addAll(page);
        if (page.size() == limit) {
            answer.put("next", page.get(page.size() - 1).path("id").textValue());
        }
        return Reply.json(answer);
    }

    private Reply show(Request request) {
        return pages.show(request.id())
                .map(found -> {
                    Payloads.withhold(request, found);
                    return Reply.json(found);
                })
                .orElseThrow(() -> RefusedException.notFound("No dead letter has the id " + request.id() + "."));
    }

    /** Of a single one by who acts on incidents; of more by an admin, since each may notify many. */
    private Reply redrive(Request request) {
        if (Filters.ids(request.body()).filter(ids -> ids.size() == 1).isEmpty()) {
            request.need(Role.ADMIN, "Redriving more than one dead letter by its id");
        }
        if (!versions.mayDecide()) { // who is notified then is decided by its rules
            throw RefusedException.elsewhere(
                    "This hub decides nothing now, since other hubs go by other rules (./hub rules list); redrive at another hub.");
        }
        return settle(request, deadLetters::tryRedrive, deadLetters::redrive);
    }

    private Reply discard(Request request) {
        return settle(request, deadLetters::tryDiscard, deadLetters::discard);
    }

    private Reply settle(
            Request request, Function<List<String>, Settled> trial, Function<SettleOrder, Settled> execution) {
        List<String> ids = Filters.ids(request.body()).orElseGet(() -> find(Filters.ofBody(request.body())));
        boolean dryRun = request.body().path("dryRun").asBoolean(false);
        String reason = request.body().path("reason").asText("");
        Settled settled = dryRun ? trial.apply(ids) : execution.apply(new SettleOrder(ids, request.actor(), reason));

        ObjectNode answer = json.createObjectNode();
        answer.put("dryRun", dryRun);
        answer.put("count", settled.done().size());
        ArrayNode done = answer.putArray("ids");
        settled.done().forEach(done::add);
        ArrayNode instead = answer.putArray("instead");
        settled.instead().forEach(one -> instead.addObject()
                .put("id", one.id())
                .put("sends", one.nothing() ? "nothing" : "what is new")
                .put("why", one.why()));
        ArrayNode skipped = answer.putArray("skipped");
        settled.skipped().forEach(one -> skipped.addObject().put("id", one.id()).put("why", one.why()));
        return Reply.json(answer);
    }

    private List<String> find(DeadLetterFilter filter) {
        List<String> ids = deadLetters.find(filter);
        checkNames(filter, ids.isEmpty());
        return ids;
    }

    /** A misspelt name finds nothing, and must not look like all is well. What has dead letters is a name, even if old. */
    private void checkNames(DeadLetterFilter filter, boolean foundNothing) {
        if (foundNothing) {
            NAMES.forEach((column, what) -> Optional.ofNullable(filter.equal().get(column))
                    .filter(name -> pages.count(DeadLetterFilter.of(column, name)) == 0)
                    .ifPresent(name -> names.check(what, name)));
        }
    }
}
