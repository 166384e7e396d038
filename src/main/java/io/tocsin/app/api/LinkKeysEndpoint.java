package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.token.LinkKeyTable;
import java.util.Set;

/** {@code /v1/link-keys}: what links in messages are signed with, never shown. */
final class LinkKeysEndpoint {

    private final LinkKeyTable table;
    private final ObjectMapper json;

    LinkKeysEndpoint(LinkKeyTable table, ObjectMapper json) {
        this.table = table;
        this.json = json;
    }

    Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode keys = answer.putArray("keys");
        for (LinkKeyTable.Listed key : table.list()) {
            keys.addObject()
                    .put("id", key.id())
                    .put("createdAt", key.createdAt().toString())
                    .put("signs", keys.size() == 1);
        }
        return Reply.json(answer);
    }

    Reply rotate(Request request) {
        Fields fields = Fields.of(request.body(), Set.of("endAll", "as"));
        boolean endsAll = fields.isTrue("endAll");
        String id = table.rotate(request.actor(), endsAll);
        return Reply.json(201, json.createObjectNode().put("id", id).put("endedAll", endsAll));
    }
}
