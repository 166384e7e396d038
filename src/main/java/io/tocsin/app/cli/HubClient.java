package io.tocsin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Talks to a running hub. Every failure is a {@link CommandException} of one line, which says of whom and with which token it was
 * asked; one where the hub did not answer has an exit code of its own.
 */
final class HubClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ObjectMapper json = new ObjectMapper();
    private final HubAccess access;
    private final Optional<HubTrust> trust;
    private final HttpClient client;

    /** @throws CommandException if the certificates to trust cannot be read */
    HubClient(HubAccess access) {
        this.access = access;
        this.trust = HubTrust.of(access);
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        trust.ifPresent(one -> builder.sslContext(one.context()));
        this.client = builder.build();
    }

    ObjectMapper json() {
        return json;
    }

    JsonNode get(String path) {
        return answer(request(path).GET());
    }

    JsonNode delete(String path) {
        return answer(request(path).DELETE());
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    JsonNode post(String path, String type, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return answer(request);
    }

    /** A path segment or query value as it stands in a URL. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A query of those parameters that say something, with its question mark. */
    static String query(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> one.getKey() + "=" + encode(one.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(access.server() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + access.token());
    }

    private JsonNode answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new CommandException(refusal(answer));
            }
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandException(where() + " does not answer as a hub does; is something else listening there?");
        } catch (IOException e) {
            throw CommandException.noAnswer(silence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the hub had not answered yet"); // long work tells how far it came
        }
    }

    /** Why there is no answer. */
    private String silence(IOException failure) {
        return trust.flatMap(one -> one.refusal(failure, where()))
                .orElseGet(() -> failure instanceof HttpTimeoutException
                                && !(failure instanceof java.net.http.HttpConnectTimeoutException)
                        ? where() + " took the request, but has not answered within " + ANSWER.toSeconds()
                                + " s; whether it has done it is not known"
                        : "No hub answers at " + where()
                                + "; is it running (./hub run)? --server, HUB_SERVER, HUB_HOST and HUB_PORT say where"
                                + " to look");
    }

    private String where() {
        return access.server() + " (" + access.serverFrom() + ")";
    }

    private String refusal(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status < 400) {
            return where() + " sends elsewhere"
                    + answer.headers()
                            .firstValue("Location")
                            .map(to -> ", to " + TerminalText.line(to, 200))
                            .orElse("")
                    + "; say that address with --server, so that the token goes nowhere else";
        }
        String words = answer.body();
        try {
            JsonNode problem = json.readTree(answer.body());
            words = problem.path("title").asText() + ". "
                    + problem.path("detail").asText() + problem.path("instance").asText();
        } catch (JsonProcessingException e) {
            // not a problem as RFC 9457 has it: its own words, then
        }
        return "The hub refused with " + status + ": " + TerminalText.line(words, 500)
                + (status == UNAUTHORIZED || status == FORBIDDEN
                        ? " (" + access.server() + ", the token of " + access.tokenFrom() + ")"
                        : "");
    }
}
