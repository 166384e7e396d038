package io.tocsin.source.accept;

import io.tocsin.net.problem.Problem;
import io.tocsin.source.protocol.Answer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The question of a sender whether it may send here, before it does: section 4 of the CloudEvents webhook specification 1.0
 * (https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md).
 *
 * <p>Every origin may ask and is told yes: leave to send is no proof, and each event still needs one. The answer comes at
 * once, so {@code WebHook-Request-Callback} has nothing to do.
 */
final class Handshake {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,252}");
    private static final int SECONDS_PER_MINUTE = 60;

    private Handshake() {}

    /** @param rate requests a second that a source may send; 0 for no limit */
    static Answer answer(HttpServerRequest request, double rate) {
        String origin = request.getHeader("WebHook-Request-Origin");
        if (origin == null) {
            return Answer.empty(204).with("Allow", "POST, OPTIONS");
        }
        if (!ORIGIN.matcher(origin).matches()) {
            return Answer.of(Problem.of(400, "Bad request", "WebHook-Request-Origin must be a host name."));
        }
        Map<String, String> allowed = new HashMap<>();
        allowed.put("Allow", "POST, OPTIONS");
        allowed.put("WebHook-Allowed-Origin", origin);
        allowed.put(
                "WebHook-Allowed-Rate",
                rate == 0 ? "*" : Long.toString(Math.max(1, (long) (rate * SECONDS_PER_MINUTE))));
        return new Answer(200, "", new byte[0], allowed);
    }
}
