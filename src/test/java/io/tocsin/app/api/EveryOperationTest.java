package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.token.Role;
import io.tocsin.source.accept.AcceptEndpoint;
import io.tocsin.store.corridor.SettableClock;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Goes through all paths that a hub answers at: none is open that should not be, and the table in docs/security.md is what they ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final String BEGIN = "<!-- Made of what is mounted: EveryOperationTest says how. -->\n";
    private static final String END = "<!-- Until here. -->\n";

    /** What a request has to say to come as far as where the role is asked for. */
    private static final Map<String, String> BODIES =
            Map.of("POST /v1/dead-letters/redrive", "{\"ids\": [\"dea_nothing\"]}");

    private static final Set<String> NO_ROLE = Set.of(Mounted.NOTHING, Mounted.LINK);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private TestHub hub;
    private String expired;
    private String revoked;
    private String ofSource;

    @BeforeAll
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder).clock(clock).start();
        expired = token("{\"role\": \"admin\", \"duration\": \"1h\"}");
        JsonNode old = hub.issue("{\"role\": \"admin\"}");
        revoked = old.path("token").asText();
        assertThat(hub.as(revoked, "GET", "/v1/rules", "").statusCode()).isEqualTo(200);
        assertThat(hub.as(expired, "GET", "/v1/rules", "").statusCode()).isEqualTo(200);
        hub.as(hub.token(), "DELETE", "/v1/tokens/" + old.path("id").asText(), "");
        ofSource = token("{\"source\": \"*\"}");
        clock.advance(Duration.ofHours(2));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private String token(String json) {
        return hub.issue(json).path("token").asText();
    }

    private List<Mounted> mounted() {
        List<Mounted> all =
                hub.paths().stream().map(Mounted::at).flatMap(Optional::stream).toList();
        assertThat(all).hasSizeGreaterThan(60);
        return all;
    }

    private static String concrete(String path) {
        return path.startsWith("/v1/events/(?<id>") ? "/v1/events/evt_nothing" : path.replaceAll(":[a-z]+", "nothing");
    }

    private HttpResponse<String> ask(String token, Mounted mounted, String method) {
        String body = BODIES.getOrDefault(mounted.operation(method), method.equals("POST") ? "{}" : "");
        return hub.as(token, method, concrete(mounted.path()), body);
    }

    /** What somebody mounts beside the API is a source's, and asks for its proof by itself. */
    @Test
    void whateverIsNoSourcesPathSaysWhatItNeeds() {
        Set<String> ofSources = hub.hub().camel().getEndpoints().stream()
                .filter(AcceptEndpoint.class::isInstance)
                .map(source -> ((AcceptEndpoint) source).getPath().replaceAll("\\{(\\w+)}", ":$1"))
                .collect(Collectors.toSet());
        assertThat(ofSources).contains("/v1/events/:source");
        Set<String> unsaid = new TreeSet<>();
        for (Route route : hub.paths()) {
            if (Mounted.at(route).isEmpty() && !ofSources.contains(route.getPath())) {
                unsaid.add(String.valueOf(route.getPath()));
            }
        }
        assertThat(unsaid).isEmpty();
    }

    @Test
    void withoutATokenThatOpensTheApiEachIs401() {
        for (Mounted mounted : mounted()) {
            mounted.needs().forEach((method, needs) -> {
                for (String token : List.of("", "tsn_wrong", revoked, expired, ofSource)) {
                    boolean opensSource = needs.equals(Mounted.SOURCE) && token.equals(ofSource);
                    HttpResponse<String> answer = ask(token, mounted, method);
                    String what = mounted.operation(method) + ": " + answer.body();
                    if (NO_ROLE.contains(needs) || opensSource) {
                        assertThat(answer.statusCode()).as(what).isNotIn(401, 403);
                    } else {
                        assertThat(answer.statusCode()).as(what).isEqualTo(401);
                        boolean saysSo = answer.body().contains("expired at 2026-08-20T11:00:00Z");
                        assertThat(saysSo).as(what).isEqualTo(token.equals(expired) && !needs.equals(Mounted.SOURCE));
                    }
                }
            });
        }
    }

    @Test
    void eachRoleOpensWhatItIsFor() {
        for (Role role : Role.values()) {
            String token = token("{\"role\": \"" + role.word() + "\"}");
            for (Mounted mounted : mounted()) {
                mounted.needs().forEach((method, needs) -> {
                    boolean isSelf = mounted.operation(method).equals("DELETE /v1/tokens/self");
                    HttpResponse<String> answer =
                            ask(isSelf ? token("{\"role\": \"" + role.word() + "\"}") : token, mounted, method);
                    String what = mounted.operation(method) + " as " + role.word() + ": " + answer.body();
                    boolean isEnough = Role.ofWord(needs).map(role::allows).orElse(true);
                    if (isEnough) {
                        assertThat(answer.statusCode()).as(what).isNotIn(401, 403, 405, 500);
                    } else {
                        assertThat(answer.statusCode()).as(what).isEqualTo(403);
                        assertThat(answer.body())
                                .as(what)
                                .contains("needs the role " + needs)
                                .contains("has the role " + role.word());
                    }
                });
            }
        }
    }

    @Test
    void noSpellingOfAPathOpensMoreThanThePath() throws IOException {
        String viewer = token("{\"role\": \"viewer\"}");
        for (String path : List.of("/v1/tokens", "/v1/audit", "/v1/dead-letters/queues", "/v1/link-keys")) {
            String end = path.substring("/v1/".length());
            for (String spelling : List.of(
                    path,
                    path + "/",
                    "/" + path,
                    "/v1//" + end,
                    "/v1/./" + end,
                    "/v1/rules/../" + end,
                    "/v1/%2e%2e/v1/" + end,
                    "/V1/" + end,
                    "/v1%2f" + end,
                    "/v1/%" + Integer.toHexString(end.charAt(0)) + end.substring(1),
                    path + ";a=b",
                    "/health/live/..;" + path,
                    path + "%2f",
                    path + "%20",
                    path + "?x=/health/live")) {
                assertThat(status(spelling, "")).as(spelling).isIn(400, 401, 404);
                assertThat(status(spelling, viewer)).as(spelling).isIn(400, 401, 403, 404);
            }
        }
    }

    /** As it stands, since a client would tidy it up. */
    private int status(String path, String token) throws IOException {
        URI url = URI.create(hub.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(10_000);
            String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    @Test
    void metricsThatAreNotPublicAreAViewersToRead(@TempDir Path folder) {
        try (TestHub closed =
                HubFiles.in(folder).with(Setting.METRICS_PUBLIC, "false").start()) {
            String viewer = closed.issue("{\"role\": \"viewer\"}").path("token").asText();
            assertThat(closed.as("", "GET", "/metrics", "").statusCode()).isEqualTo(401);
            assertThat(closed.as(viewer, "GET", "/metrics", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theTableOfThePageIsWhatIsMounted() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN).contains(END);
        String expected = page.substring(0, page.indexOf(BEGIN)) + BEGIN + "\n" + table() + "\n"
                + page.substring(page.indexOf(END));
        if (!page.equals(expected)) {
            Files.writeString(Path.of("target/security.md"), expected);
        }
        assertThat(page).as("cp target/security.md docs/security.md").isEqualTo(expected);
    }

    private String table() {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (Mounted mounted : mounted()) {
            if (!mounted.path().startsWith("/:prefix")) {
                rows.put(mounted.shown(), new TreeMap<>(mounted.needs()));
            }
        }
        List<String> columns = List.of(Mounted.NOTHING, Mounted.LINK, "viewer", "responder", "admin");
        StringBuilder table = new StringBuilder(
                "| | without a token | by its link | viewer | responder | admin |\n|---|---|---|---|---|---|\n");
        rows.forEach((path, needs) -> {
            table.append("| `").append(path).append('`');
            for (String column : columns) {
                String methods = needs.entrySet().stream()
                        .filter(need -> need.getValue().equals(column))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
                boolean orSource = column.equals("viewer") && needs.containsValue(Mounted.SOURCE);
                table.append(" | ").append(orSource ? "GET, or with a token of the source" : methods);
            }
            table.append(" |\n");
        });
        return table.toString().replaceAll(" +\\|", " |");
    }
}
