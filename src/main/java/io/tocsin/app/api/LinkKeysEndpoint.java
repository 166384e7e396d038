package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.token.LinkKeyTable;
import java.util.List;

/** {@code /v1/link-keys}: what links in messages are signed with, never shown. */
final class LinkKeysEndpoint {

    private final LinkKeyTable table;
    private final ObjectMapper json;

    LinkKeysEndpoint(LinkKeyTable table, ObjectMapper json) {
        this.table = table;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listLinkKeys", admin(this::list));
        operations.answer("rotateLinkKeys", admin(this::rotate));
    }

    private Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode keys = answer.putArray("keys");
        List<LinkKeyTable.Listed> listed = table.list();
        for (LinkKeyTable.Listed key : listed) {
            keys.addObject()
                    .put("id", key.id())
                    .put("createdAt", key.createdAt().toString())
                    .put("signs", keys.size() == 1);
        }
        Reply reply = Reply.json(answer);
        return listed.isEmpty() ? reply : reply.versioned(listed.get(0).id());
    }

    private Reply rotate(Request request) {
        boolean endsAll = new Fields(request.body()).isTrue("endAll");
        String id = table.rotate(request.actor(), endsAll, request.expected())
                .orElseThrow(() -> EntityTag.changed("The key that signs"));
        return Reply.json(201, json.createObjectNode().put("id", id).put("endedAll", endsAll));
    }
}
