package io.tocsin.app.hub;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The hub as a process, with a rules file for each case and the receivers a, b and c for all of them. */
final class AcceptanceHub implements AcceptanceContender {

    /** A page for whoever is on call where nobody is. */
    static final String NOBODY = "nobody";

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path routes;
    private final Duration beat;
    private final HubProcess process;
    private int written;
    private String token;

    /**
     * Its files are written, and it runs.
     *
     * @param goesOn whether alerts go on without being sent again: a start takes longer than ten beats
     */
    AcceptanceHub(Path work, List<AcceptanceCase> cases, AcceptanceReceivers receivers, Duration beat, boolean goesOn) {
        this.routes = work.resolve("routes");
        this.beat = beat;
        List.of("a", "b", "c")
                .forEach(name -> write(
                        "receivers/" + name + ".camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: webhook
                    routeId: %1$s
                    prefixId: %1$s-
                    parameters:
                      - { name: receiver, value: %1$s }
                      - { name: url, value: "%2$s" }
                      - { name: retrySchedule, value: %3$s }
                """.formatted(name, receivers.url("hub", name), span(1))));
        write("rules/default.yaml", "rules: []\n");
        write("rules/recipients.yaml", """
                people: [ { name: ann, audience: technical, addresses: { email: ann@example.com } } ]
                """);
        write("rules/schedules.yaml", """
                schedules:
                  - name: %s
                    zone: UTC
                    allowGaps: true
                    layers: [ { name: long-ago, starts: 2020-01-06T09:00, ends: 2020-01-07T09:00, rotation: [ ann ] } ]
                """.formatted(NOBODY));
        cases.forEach(one -> reload(one, one.rules()));
        try {
            process = new HubProcess(work, routes, environment(work, goesOn));
            process.start();
            token = process.token();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(Path work, boolean goesOn) {
        Map<String, String> environment = new HashMap<>();
        // Ours before the shipped ones, of which one would tell the hub's log of everything.
        environment.put(
                "HUB_ROUTES", routes.toAbsolutePath() + "," + Path.of("routes").toAbsolutePath());
        environment.put("HUB_INTERVAL", "20ms");
        environment.put("HUB_RELOAD_INTERVAL", "50ms");
        environment.put("HUB_RESOLVE_TIMEOUT", goesOn ? "1h" : span(10));
        if (TestStores.onPostgresql()) {
            environment.put("HUB_STORE", TestStores.url(work));
            environment.put("HUB_STORE_USER", "postgres");
        }
        return environment;
    }

    /** Stops it, or kills it, once it has nothing in hand, and starts it again. */
    void again(boolean kill, Callable<Boolean> idle) {
        await().atMost(STOPS_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(idle);
        try {
            if (kill) {
                process.kill();
            } else {
                process.stop(STOPS_WITHIN);
            }
            process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String who() {
        return "hub";
    }

    @Override
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
                .header("Authorization", "Bearer " + token);
    }

    @Override
    public void reload(AcceptanceCase one, AcceptanceCase.Says says) {
        ObjectNode file = JSON.objectNode();
        ObjectNode pattern = pattern(one, Map.of());
        ObjectNode grouping = file.putArray("incidents").addObject();
        grouping.put("name", one.name()).set("when", pattern);
        ArrayNode by = grouping.putArray("by");
        says.by().forEach(label -> by.add("labels." + label));
        ArrayNode rules = file.putArray("rules");
        says.tells().forEach(tells -> rules.add(rule(one, says, tells)));
        if (says.escalates() != null) {
            escalation(file.putArray("escalations").addObject().put("name", one.name()), says.escalates());
        }
        ArrayNode inhibit = file.putArray("inhibit");
        says.inhibits().forEach(keeps -> {
            ObjectNode entry = inhibit.addObject();
            entry.put("name", one.name() + "-" + inhibit.size());
            entry.set("source", pattern(one, Map.of("alertname", keeps.source())));
            entry.set("target", pattern(one, Map.of("alertname", keeps.target())));
            ArrayNode equal = entry.putArray("equal");
            keeps.equal().forEach(label -> equal.add("labels." + label));
        });
        if (inhibit.isEmpty()) {
            file.remove("inhibit");
        }
        write("rules/" + one.name() + ".yaml", "# " + ++written + "\n" + file);
    }

    private ObjectNode rule(AcceptanceCase one, AcceptanceCase.Says says, AcceptanceCase.Tells tells) {
        ObjectNode rule = JSON.objectNode();
        rule.put("name", one.name() + "-" + tells.to());
        rule.put("description", one.says().strip());
        rule.set("when", pattern(one, Map.of()));
        bySeverity(rule, "wait", says.waits());
        rule.put("interval", span(says.interval()));
        if (says.repeat() != null) {
            rule.put("repeat", span(says.repeat()));
        }
        rule.put("resolved", tells.ends());
        if (says.escalates() != null) {
            rule.put("escalate", one.name());
        }
        rule.putArray("notify").add(tells.to());
        return rule;
    }

    private void escalation(ObjectNode entry, AcceptanceCase.Escalates says) {
        ArrayNode steps = entry.putArray("steps");
        says.steps().forEach(step -> {
            ObjectNode node = steps.addObject();
            pages(node.putArray("notify"), step.pages());
            bySeverity(node, "delay", step.delay());
            if (step.severity() != null) {
                node.put("severity", step.severity());
            }
        });
        if (says.repeat() != null) {
            entry.put("repeat", says.repeat());
        }
        if (says.max() != null) {
            entry.put("max", span(says.max()));
        }
        if (says.acknowledgedFor() != null) {
            entry.put("acknowledgedFor", span(says.acknowledgedFor()));
        }
        if (!says.unanswered().isEmpty()) {
            pages(entry.putArray("unanswered"), says.unanswered());
        }
    }

    private static void pages(ArrayNode targets, List<String> pages) {
        for (String page : pages) {
            if (page.equals(NOBODY)) {
                ObjectNode people = targets.addObject().putObject("people");
                people.putArray("schedules").add(NOBODY);
            } else {
                targets.add(page);
            }
        }
    }

    private void bySeverity(ObjectNode in, String field, JsonNode beats) {
        if (beats.isObject()) {
            ObjectNode each = in.putObject(field);
            beats.properties()
                    .forEach(one -> each.put(one.getKey(), span(one.getValue().doubleValue())));
        } else {
            in.put(field, span(beats.doubleValue()));
        }
    }

    private static ObjectNode pattern(AcceptanceCase one, Map<String, String> more) {
        ObjectNode pattern = JSON.objectNode();
        ObjectNode labels = pattern.putObject("labels");
        labels.putArray("case").add(one.name());
        more.forEach((label, value) -> labels.putArray(label).add(value));
        return pattern;
    }

    private String span(double beats) {
        return Math.round(beats * beat.toMillis()) + "ms";
    }

    private void write(String path, String text) {
        Path file = routes.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
