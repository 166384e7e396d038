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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Talks to a running hub. Every failure is a {@link CommandException} of one line. */
final class HubClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String url;
    private final String token;

    HubClient(String url, String token) {
        this.url = url;
        this.token = token;
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
        try {
            return HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            throw new CommandException("The hub's address " + url + " or the token is not well-formed");
        }
    }

    private JsonNode answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new CommandException(refusal(answer));
            }
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandException(url + " does not answer as a hub does; is something else listening there?");
        } catch (IOException e) {
            throw new CommandException("No hub answers at " + url
                    + "; is it running (./hub run)? --url, HUB_HOST and HUB_PORT say where to look");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted");
        }
    }

    private String refusal(HttpResponse<String> answer) {
        String words = answer.body();
        try {
            JsonNode problem = json.readTree(answer.body());
            words = problem.path("title").asText() + ". "
                    + problem.path("detail").asText() + problem.path("instance").asText();
        } catch (JsonProcessingException e) {
            // not a problem as RFC 9457 has it: its own words, then
        }
        return "The hub refused with " + answer.statusCode() + ": " + TerminalText.line(words, 500);
    }
}
