package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.shared.SharedVersions;
import io.tocsin.store.shared.UseOutcome;
import java.util.ArrayList;
import java.util.List;

/** {@code /v1/rules/versions} and {@code /v1/rules/use}: which rules and mappings all hubs on the store go by. */
final class RulesEndpoint {

    private final SharedVersions versions;
    private final ObjectMapper json;

    RulesEndpoint(SharedVersions versions, ObjectMapper json) {
        this.versions = versions;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listRuleVersions", viewer(this::list));
        operations.answer("useRules", admin(this::use));
    }

    private Reply list(Request request) {
        ObjectNode answer = json.createObjectNode().put("decides", versions.mayDecide());
        ObjectNode loaded = answer.putObject("loaded");
        versions.loaded().forEach(loaded::put);
        List<String> behind = versions.behind();
        if (!behind.isEmpty()) {
            behind.forEach(answer.putArray("behind")::add);
        }
        ArrayNode list = answer.putArray("versions");
        versions.list().forEach(known -> {
            ObjectNode node = list.addObject()
                    .put("what", known.what())
                    .put("version", known.version())
                    .put("current", known.isCurrent())
                    .put("firstSeenAt", known.firstSeenAt().toString())
                    .put("firstSeenBy", known.firstSeenBy())
                    .put("currentSince", known.currentSince().toString())
                    .put("currentBy", known.currentBy());
            known.loadedBy().forEach(node.putArray("loadedBy")::add);
        });
        return Reply.json(answer);
    }

    private Reply use(Request request) {
        String version = request.body().path("version").asText("");
        boolean loaded = request.body().path("loaded").asBoolean(false);
        if (version.isEmpty() != loaded) {
            throw RefusedException.badRequest(
                    "Say `version`, one of GET /v1/rules/versions, or `loaded`: true for what this hub has loaded.");
        }
        List<String> wanted = loaded ? new ArrayList<>(versions.loaded().values()) : new ArrayList<>(List.of(version));
        wanted.forEach(one -> use(one, request.actor()));
        ObjectNode answer = json.createObjectNode();
        wanted.forEach(answer.putArray("used")::add);
        return Reply.json(answer);
    }

    private void use(String version, String actor) {
        UseOutcome outcome = versions.use(version, actor);
        if (outcome == UseOutcome.UNKNOWN) {
            throw RefusedException.notFound(
                    "No hub ever had the version " + version + "; ./hub rules list shows them.");
        }
        if (outcome == UseOutcome.LOADED_BY_NOBODY) {
            throw new RefusedException(
                    409,
                    "Conflict",
                    "No living hub has loaded " + version
                            + ", so nobody would decide anything: bring its files to a hub first.");
        }
    }
}
