package io.tocsin.source.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.Answer;
import io.tocsin.net.guard.GuardedClient;
import io.tocsin.net.guard.UrlGuard;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form in which somebody comments: https://docs.mattermost.com/developers/integrate/plugins/interactive-dialogs. Mattermost opens it for
 * whoever pressed, known by the trigger of that click, which it signs and takes for 3 s; no login is needed.
 *
 * @param addresses where the hub may go
 * @param context of the button, which the hub itself wrote: {@code server} and {@code answers}
 */
record CommentDialog(AddressGuard addresses, JsonNode context) {

    /** The name of its one field. */
    static final String TEXT = "text";

    private static final Logger LOG = LoggerFactory.getLogger(CommentDialog.class);

    /** Mattermost's for a field of several lines. */
    private static final int MOST_TEXT = 3_000;

    private static final Duration LIMIT = Duration.ofMillis(2_500);

    /**
     * Has it opened.
     *
     * @param trigger of the click
     * @param says what the button says
     * @param state what the form brings back
     * @return why not, for the eyes of whoever pressed; empty where it is open
     */
    CompletableFuture<Optional<String>> open(String trigger, String says, String state) {
        String place = context.path("server").asText("").replaceFirst("/+$", "") + "/api/v4/actions/dialogs/open";
        Optional<String> fault = new UrlGuard(addresses).fault(place);
        if (fault.isPresent()) {
            LOG.warn("No form was opened in Mattermost: {}", fault.get());
            return CompletableFuture.completedFuture(Optional.of(NOT_OPENED));
        }
        byte[] body = request(trigger, says, state).toString().getBytes(StandardCharsets.UTF_8);
        return GuardedClient.post(
                        addresses,
                        URI.create(place),
                        Map.of("Content-Type", "application/json", "User-Agent", "Tocsin"),
                        body,
                        LIMIT)
                .handle(CommentDialog::opened);
    }

    private static final String NOT_OPENED =
            "Mattermost did not open the form. Try again; the hub's log says why. ./hub incidents comment and the link in a mail comment, too.";

    private static Optional<String> opened(Answer answer, Throwable failure) {
        if (failure == null && answer.status() == 200) {
            return Optional.empty();
        }
        LOG.warn(
                "No form was opened in Mattermost: {}",
                failure == null ? "status " + answer.status() : failure.getMessage());
        return Optional.of(NOT_OPENED);
    }

    private ObjectNode request(String trigger, String says, String state) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("trigger_id", trigger)
                .put("url", context.path("answers").asText(""));
        ObjectNode dialog = request.putObject("dialog")
                .put("callback_id", says)
                .put("title", "Comment")
                .put("submit_label", "Comment")
                .put("notify_on_cancel", false)
                .put("state", state);
        dialog.putArray("elements")
                .addObject()
                .put("display_name", "What is to be known")
                .put("name", TEXT)
                .put("type", "textarea")
                .put("max_length", MOST_TEXT)
                .put("optional", false);
        return request;
    }
}
