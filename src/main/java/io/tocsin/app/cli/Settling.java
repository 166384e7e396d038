package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a hub redrive or discard dead letters, many of them a few at a time, so that each request is answered soon, somebody sees how
 * far it is, and it can be ended between two of them.
 */
final class Settling {

    private static final int BATCH = 200;
    private static final List<String> LISTS = List.of("ids", "instead", "skipped");

    private final HubClient client;
    private final String path;
    private final String done;
    private final LongWork work;

    /** @param path of the API; @param done what is told of those that were */
    Settling(HubClient client, String path, String done, LongWork work) {
        this.client = client;
        this.path = path;
        this.done = done;
        this.work = work;
    }

    /** In one request. @return the API's answer */
    JsonNode once(ObjectNode order) {
        return client.post(path, order);
    }

    /**
     * In as many as it takes.
     *
     * @param order as the API takes it
     * @param err is told how far it came where a request is refused
     * @return one answer of all
     */
    JsonNode inBatches(ObjectNode order, PrintWriter err) {
        List<String> all = order.has("ids") ? texts(order.path("ids")) : found(order);
        if (all.size() <= BATCH) {
            return once(order);
        }
        ObjectNode total = client.json().createObjectNode().put("dryRun", false).put("count", 0);
        LISTS.forEach(total::putArray);
        for (int from = 0; from < all.size(); from += BATCH) {
            String far = total.path("count").asInt() + " of " + all.size() + " " + done;
            work.at(far);
            ObjectNode part = client.json()
                    .createObjectNode()
                    .put("reason", order.path("reason").asText())
                    .put("as", order.path("as").asText());
            all.subList(from, Math.min(all.size(), from + BATCH)).forEach(part.putArray("ids")::add);
            try {
                add(total, once(part));
            } catch (CommandException refused) {
                err.println(far + ", then:");
                throw refused;
            }
        }
        return total;
    }

    /** Which ones the options mean now. What dies meanwhile is not asked for. */
    private List<String> found(ObjectNode order) {
        JsonNode trial = once(order.deepCopy().put("dryRun", true));
        List<String> all = texts(trial.path("ids"));
        trial.path("skipped").forEach(one -> all.add(one.path("id").asText()));
        return all;
    }

    private static void add(ObjectNode total, JsonNode part) {
        total.put("count", total.path("count").asInt() + part.path("count").asInt());
        LISTS.forEach(list -> part.path(list).forEach(((ArrayNode) total.path(list))::add));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
