package io.tocsin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Talks to a running hub. Every failure is a {@link CommandException} of one line, which says of whom and with which token it was
 * asked; one where the hub did not answer has an exit code of its own. Where a connection is lost it asks once more; what changes
 * something has an {@code Idempotency-Key}, so that it is done once.
 */
final class HubClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    /** A hub that was cut off at it leaves it to the next one after a minute. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(75);

    private static final String KEY = "Idempotency-Key";

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

    /** What is there, with the tag that says at which version it is. */
    Tagged getTagged(String path) {
        HttpResponse<String> answer = sent(request(path).GET().build());
        return new Tagged(read(answer), answer.headers().firstValue("ETag"));
    }

    /**
     * Something as it stands.
     *
     * @param json it
     * @param tag its {@code ETag}; empty where the hub is one of before there were any
     */
    record Tagged(JsonNode json, Optional<String> tag) {}

    JsonNode delete(String path) {
        return answer(once(request(path)).DELETE());
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body, Optional.empty());
    }

    /** @param ifMatch the tag of what is changed, which is left as it is where somebody else changed it; empty for whatever it is */
    JsonNode post(String path, JsonNode body, Optional<String> ifMatch) {
        HttpRequest.Builder request = once(request(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        return answer(request);
    }

    /** So that it may be asked for again where nobody knows whether it was done. */
    private static HttpRequest.Builder once(HttpRequest.Builder request) {
        return request.header(KEY, UUID.randomUUID().toString());
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
        return read(sent(request.build()));
    }

    private JsonNode read(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new CommandException(refusal(answer));
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandException(where() + " does not answer as a hub does; is something else listening there?");
        }
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            try {
                return client.send(request, BodyHandlers.ofString());
            } catch (IOException lost) {
                if (!mayAskAgain(request, lost)) {
                    throw lost;
                }
                return again(request);
            }
        } catch (IOException e) {
            throw CommandException.noAnswer(silence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the hub had not answered yet"); // long work tells how far it came
        }
    }

    /** A connection that was there and was lost; with a key, or read alone, the same again does no harm. */
    private static boolean mayAskAgain(HttpRequest request, IOException lost) {
        boolean isHarmless = request.method().equals("GET")
                || request.headers().firstValue(KEY).isPresent();
        return isHarmless
                && !(lost instanceof ConnectException)
                && !(lost instanceof HttpTimeoutException)
                && !(lost instanceof SSLException);
    }

    /** The hub that was asked first may still be about it, or may have died of it: it says when to ask again. */
    private HttpResponse<String> again(HttpRequest request) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        Optional<Duration> wait = wait(answer);
        while (wait.isPresent() && System.nanoTime() - begun + wait.get().toNanos() < LONGEST_WAIT.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(wait.get().toNanos());
            answer = client.send(request, BodyHandlers.ofString());
            wait = wait(answer);
        }
        return answer;
    }

    private static Optional<Duration> wait(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> answer.statusCode() == CONFLICT && seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Math.max(1, Long.parseLong(seconds))));
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
