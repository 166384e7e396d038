package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What those who speak to an Alertmanager ask of it besides taking alerts: {@code GET /api/v2/status} (its
 * api/v2/openapi.yaml), {@code /-/healthy} and {@code /-/ready}. Anybody may ask, so the
 * configuration is one that says nothing, but for the names of receivers where a token for the API is shown.
 */
public final class AlertmanagerStatus {
    /** The Alertmanager whose API is spoken here: v2, as of this release. */
    private static final String VERSION = "0.25.0";

    private final Instant started;
    private final Health health;
    private final Supplier<Set<String>> receivers;

    /**
     * @param clock the hub's
     * @param health whether the hub works
     * @param receivers the names of the receivers that run
     */
    public AlertmanagerStatus(InstantSource clock, Health health, Supplier<Set<String>> receivers) {
        this.started = clock.instant();
        this.health = health;
        this.receivers = receivers;
    }

    /** Puts the paths up, each also below a prefix, as a sender may be told one. */
    void mountOn(Desk desk, ObjectMapper json) {
        for (String prefix : new String[] {"", "/:prefix"}) {
            desk.openly(prefix + "/api/v2/status", request -> Reply.json(status(json, request.mayRead())));
            desk.openly(prefix + "/-/healthy", request -> text(200, "OK"));
            desk.openly(prefix + "/-/ready", request -> ready());
        }
    }

    private ObjectNode status(ObjectMapper json, boolean inDetail) {
        ObjectNode status = json.createObjectNode();
        status.putObject("cluster").put("status", "disabled").putArray("peers");
        status.putObject("versionInfo")
                .put("version", VERSION)
                .put("branch", "")
                .put("buildDate", "")
                .put("buildUser", "")
                .put("goVersion", "")
                .put("revision", "tocsin");
        status.putObject("config").put("original", config(inDetail));
        return status.put("uptime", started.toString());
    }

    /** As an Alertmanager's file would be: Grafana before 12 fails where there is no route. */
    private String config(boolean inDetail) {
        Set<String> names = new TreeSet<>(inDetail ? receivers.get() : Set.of());
        names.add(AlertmanagerAlert.NOBODY);
        StringBuilder yaml = new StringBuilder("route:\n  receiver: " + AlertmanagerAlert.NOBODY + "\nreceivers:\n");
        names.forEach(
                name -> yaml.append("- name: ").append(TextNode.valueOf(name)).append('\n'));
        return yaml.toString();
    }

    private Reply ready() {
        return health.ready().down().isEmpty() ? text(200, "OK") : text(503, "Unavailable");
    }

    private static Reply text(int status, String words) {
        return new Reply(status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }
}
