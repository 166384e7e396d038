package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An app of Slack's: what people do in its messages, posted to the hub and signed as
 * https://docs.slack.dev/authentication/verifying-requests-from-slack says.
 */
final class SlackApp {

    static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    /** Of {@code rules/recipients.yaml}. */
    static final String PEOPLE = """
            people:
              - { name: ann, addresses: { slack: U1 } }
              - { name: ben, addresses: { slack: U2 } }
              - { name: zoe, audience: executive, addresses: { slack: U3 } }
            teams: []
            receivers: { slack: ops-slack }
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SlackApp() {}

    /** Where this Slack has its API. */
    static String api(Sink slack) {
        return slack.url().replaceFirst("/hook$", "/api");
    }

    /** A receiver whose messages have buttons. */
    static Map<String, ?> receiver(String api) {
        return Map.of("token", "xoxb-bot", "channel", "C1", "url", api, "buttons", "true", "destinationRate", "0");
    }

    /** A file of sources that takes what this app posts. */
    static String answers(String api) {
        return """
                - templatedRoute:
                    routeTemplateRef: slack-answers
                    routeId: slack-app
                    prefixId: slack-app-
                    parameters:
                      - { name: source, value: slack-app }
                      - { name: secrets, value: %s }
                      - { name: token, value: xoxb-bot }
                      - { name: url, value: "%s" }
                """.formatted(SECRET, api);
    }

    /** A click as documented, with what the hub does not read left in. */
    static ObjectNode click(String user, String value, String responseUrl) {
        ObjectNode payload = JSON.createObjectNode().put("type", "block_actions");
        payload.putObject("user").put("id", user).put("username", "").put("team_id", "T1");
        payload.put("api_app_id", "A1").put("token", "9s8d9as89d8as9d8as989");
        payload.put("trigger_id", "1.2." + UUID.randomUUID());
        payload.putObject("team").put("id", "T1").put("domain", "acme");
        payload.putObject("channel").put("id", "C1").put("name", "ops");
        payload.putObject("message").put("ts", "1755684005.000100");
        payload.put("response_url", responseUrl);
        payload.putArray("actions")
                .addObject()
                .put("action_id", "tocsin-" + value.split(" ")[0])
                .put("block_id", "b1")
                .put("type", "button")
                .put("value", value)
                .put("action_ts", "1724148001.1");
        return payload;
    }

    /** A click on a message of this Slack. */
    static ObjectNode click(Sink slack, String user, String value) {
        return click(user, value, slack.url().replaceFirst("/hook$", "/actions/T1"));
    }

    /** The buttons of a message. */
    static JsonNode actions(JsonNode message) {
        for (JsonNode block : message.at("/attachments/0/blocks")) {
            if (block.path("type").asText().equals("actions")) {
                return block;
            }
        }
        return MissingNode.getInstance();
    }

    /** A payload as the body of a post. */
    static String form(JsonNode payload) {
        return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    }

    static String signature(String time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "v0="
                    + HexFormat.of()
                            .formatHex(mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Posts a body, whatever the signature is worth. */
    static HttpResponse<String> post(TestHub hub, String body, String time, String signature) {
        return hub.exchange(hub.request("/v1/answers/slack-app")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", time)
                .header("X-Slack-Signature", signature)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Posts a body as of now. */
    static HttpResponse<String> post(TestHub hub, String body) {
        String time = String.valueOf(Instant.now().getEpochSecond());
        return post(hub, body, time, signature(time, body));
    }
}
