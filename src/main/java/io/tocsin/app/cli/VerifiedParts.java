package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.audit.ChainCheck;
import java.util.List;
import java.util.function.LongConsumer;

/** The whole audit as a hub checks it: part by part, each asked for by itself, so that none takes long however much there is. */
final class VerifiedParts {

    private VerifiedParts() {}

    /**
     * Walks through all parts, and says what was found as if it were one.
     *
     * @param head a row's hash that somebody noted; empty where nobody did
     * @param rows is told of how many it has heard, part by part
     */
    static ObjectNode of(HubClient client, String head, LongConsumer rows) {
        String noted = head.isEmpty() ? "" : "&head=" + HubClient.encode(head);
        ObjectNode all = part(client, noted);
        while (all.has("next")) {
            rows.accept(all.path("rows").asLong());
            ObjectNode next = part(
                    client,
                    noted + "&after=" + HubClient.encode(all.path("next").asText()));
            next.put("rows", all.path("rows").asLong() + next.path("rows").asLong())
                    .put(
                            "faultCount",
                            all.path("faultCount").asLong()
                                    + next.path("faultCount").asLong())
                    .put(
                            "intact",
                            all.path("intact").asBoolean()
                                    && next.path("intact").asBoolean());
            for (String list : List.of("faults", "notes")) {
                next.set(list, joined(all.withArray(list), next.withArray(list)));
            }
            if (all.has("first")) {
                next.set("first", all.path("first"));
            }
            all = next;
        }
        return all;
    }

    private static ArrayNode joined(ArrayNode before, ArrayNode next) {
        next.forEach(one -> {
            if (before.size() < ChainCheck.TOLD) {
                before.add(one);
            }
        });
        return before;
    }

    private static ObjectNode part(HubClient client, String query) {
        return (ObjectNode) client.get("/v1/audit/verify" + (query.isEmpty() ? "" : "?" + query.substring(1)));
    }
}
