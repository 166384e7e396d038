package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The chats as far as the hub speaks with them: https://core.telegram.org/bots/api and https://docs.discord.com/developers. */
final class ChatStandIn {

    private static final long POLL_MILLIS = 200;

    private final AtomicLong messages = new AtomicLong(100);
    private final List<ObjectNode> updates = new ArrayList<>();
    private volatile boolean refusesPolls;
    private volatile String confirmedBy = "";

    /** Somebody presses a button of Telegram's messages, of the bot that is polled. */
    synchronized void press(ObjectNode update) {
        updates.add(update);
        notifyAll();
    }

    /** Somebody confirms all emergencies of Pushover that ring at {@code /duty}. */
    void confirm(String user) {
        confirmedBy = user;
    }

    /** Whether Telegram refuses to be polled, as where a webhook is set. */
    void refusePolls(boolean refused) {
        refusesPolls = refused;
    }

    /** What Telegram has that no poll has confirmed. */
    synchronized int unconfirmed() {
        return updates.size();
    }

    Sink.Reply answer(Sink.Got got) {
        if (got.path().endsWith("/getUpdates") && refusesPolls) {
            return new Sink.Reply(
                    409, "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: a webhook is active\"}");
        }
        if (got.path().endsWith("/getUpdates")) {
            return json(JsonNodeFactory.instance.objectNode().put("ok", true).set("result", updates(got)));
        }
        if (got.path().equals("/duty/messages.json")) {
            return json(JsonNodeFactory.instance
                    .objectNode()
                    .put("status", 1)
                    .put("request", "x")
                    .put("receipt", "r" + messages.incrementAndGet()));
        }
        if (got.path().startsWith("/duty/receipts/r")) {
            return json(JsonNodeFactory.instance
                    .objectNode()
                    .put("status", 1)
                    .put("acknowledged", confirmedBy.isEmpty() ? 0 : 1)
                    .put("acknowledged_by", confirmedBy)
                    .put("expired", 0));
        }
        if (got.path().startsWith("/bot")) {
            ObjectNode sent = JsonNodeFactory.instance.objectNode().put("ok", true);
            sent.putObject("result").put("message_id", messages.incrementAndGet());
            return json(sent);
        }
        return json(JsonNodeFactory.instance.objectNode().put("id", String.valueOf(messages.incrementAndGet())));
    }

    private synchronized ArrayNode updates(Sink.Got got) {
        long offset = TestHub.json(got.body()).path("offset").asLong();
        updates.removeIf(update -> update.path("update_id").asLong() < offset);
        if (updates.isEmpty()) {
            try {
                wait(POLL_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
        ArrayNode some = JsonNodeFactory.instance.arrayNode();
        updates.forEach(some::add);
        return some;
    }

    private static Sink.Reply json(JsonNode body) {
        return new Sink.Reply(200, body.toString());
    }
}
