package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.api.Operation.Security;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No operation lets in who shows no token, however its path is spelled, but those of which the contract says so. */
@Timeout(180)
@Tag("slow")
class ContractSweepTest {

    /** What a request may get without a token that is none of an operation: no such path, or none at all. */
    private static final Set<Integer> NOTHING = Set.of(400, 404, 405);

    private final Contract contract = Contract.shipped();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder).with(Setting.METRICS_PUBLIC, "false").start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatATokenOpensIs401WithoutOneInEverySpelling() {
        List<String> open = new ArrayList<>();
        asked().filter(operation ->
                        operation.security() == Security.TOKEN || operation.id().equals("scrapeMetrics"))
                .forEach(operation -> spellings(operation.path().replaceAll("\\{[a-z]+}", "evt_nobody"))
                        .forEach((how, path) -> {
                            int without = status(operation, hub.request(path));
                            boolean isThere = how.equals("as it is")
                                    || !NOTHING.contains(status(operation, hub.authorized(path)));
                            if (without != 401 && (isThere || !NOTHING.contains(without))) {
                                open.add(operation.method() + " " + path + ", " + how + ": " + without);
                            }
                        }));
        assertThat(open).isEmpty();
    }

    @Test
    void aWrongTokenIsAsNone() {
        List<String> open = new ArrayList<>();
        asked().filter(operation -> operation.security() == Security.TOKEN).forEach(operation -> {
            String path = operation.path().replaceAll("\\{[a-z]+}", "evt_nobody");
            for (String shown :
                    List.of("Bearer tsn_wrong", "Basic dXNlcjp0c25fd3Jvbmc=", "Bearer", "GenieKey " + hub.token())) {
                if (shown.startsWith("GenieKey") && operation.isRoute()) {
                    continue; // a source's token in Opsgenie's way, as docs/senders.md says
                }
                int status = status(operation, hub.request(path).header("Authorization", shown));
                if (status != 401) {
                    open.add(operation.method() + " " + path + " with " + shown + ": " + status);
                }
            }
        });
        assertThat(open).isEmpty();
    }

    /** What is public is a list that somebody has to change on purpose. */
    @Test
    void onlyThisIsPublic() {
        assertThat(contract.operations().stream()
                        .filter(operation -> operation.security() != Security.TOKEN)
                        .map(Operation::id)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("live", "ready", "scrapeMetrics", "showContract", "showCalendar");
        for (String path : List.of("/health/live", "/health/ready", "/v1/openapi.json")) {
            assertThat(hub.exchange(hub.request(path)).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void nothingOfTheRouterIsMissingFromTheContract() {
        int port = java.net.URI.create(hub.url()).getPort();
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(hub.hub().camel(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
        Set<String> described = contract.operations().stream()
                .map(operation -> operation.path().replaceAll("\\{[a-z]+}", ":"))
                .collect(Collectors.toSet());
        Set<String> there = router.getRoutes().stream()
                .map(route -> route.getPath())
                .filter(path -> path != null && path.matches("/(v1|health|metrics)(/.*)?"))
                .map(path -> path.replaceAll(":[A-Za-z_]+", ":"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).hasSizeGreaterThan(40);
        // Nobody's: it refuses what is posted below a source that has no such path.
        there.remove("/v1/events/:/:");
        assertThat(described).containsAll(there);
    }

    /** Those of answers are there only where a route file makes them. */
    private Stream<Operation> asked() {
        return contract.operations().stream()
                .filter(operation -> !operation.path().startsWith("/v1/answers/"));
    }

    private int status(Operation operation, HttpRequest.Builder request) {
        boolean isRead = operation.method().equals("GET") || operation.method().equals("DELETE");
        return hub.exchange(request.header("Content-Type", "application/json")
                        .method(operation.method(), isRead ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")))
                .statusCode();
    }

    private static Map<String, String> spellings(String path) {
        int last = path.lastIndexOf('/');
        String head = path.substring(0, last);
        String tail = path.substring(last + 1);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("as it is", path);
        all.put("a slash behind", path + "/");
        all.put("two slashes first", "/" + path);
        all.put("two slashes last", head + "//" + tail);
        all.put("slashes everywhere", path.replace("/", "///"));
        if (last > 0) { // with no host's end before it, a client refuses to send it
            all.put("%2f last", head + "%2f" + tail);
            all.put("%5c last", head + "%5c" + tail);
        }
        all.put("%2F behind", path + "%2F");
        all.put("upper case", path.toUpperCase(Locale.ROOT));
        all.put("a letter encoded", path.replaceFirst("/([a-z])", "/%" + Integer.toHexString(path.charAt(1))));
        all.put("a letter encoded twice", path.replaceFirst("/([a-z])", "/%25" + Integer.toHexString(path.charAt(1))));
        all.put("a dot before", "/." + path);
        all.put("up and down", "/health/live/../.." + path);
        all.put("up and down, encoded", "/health/live/%2e%2e/%2e%2e" + path);
        all.put("up and down, ..;", "/health/live/..;/..;" + path);
        all.put("a parameter of the path", path + ";a=b");
        all.put("a parameter of its first word", path.replaceFirst("/([a-z0-9]+)", "/$1;a=b"));
        all.put("an empty query", path + "?");
        all.put("an ending", path + ".json");
        all.put("a blank behind", path + "%20");
        all.put("a NUL behind", path + "%00");
        return all;
    }
}
