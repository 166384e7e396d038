package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What those who speak to an Alertmanager ask of it besides taking alerts: {@code GET /api/v2/status} (its
 * api/v2/openapi.yaml), {@code /-/healthy} and {@code /-/ready}. Anybody may ask, so nothing of the configuration is told.
 */
public final class AlertmanagerStatus {
    /** The Alertmanager whose API is spoken here: v2, as of this release. */
    private static final String VERSION = "0.25.0";

    private final Instant started;
    private final Health health;

    /**
     * @param clock the hub's
     * @param health whether the hub works
     */
    public AlertmanagerStatus(InstantSource clock, Health health) {
        this.started = clock.instant();
        this.health = health;
    }

    /** Puts the paths up, each also below a prefix, as a sender may be told one. */
    void mountOn(Desk desk, ObjectMapper json) {
        for (String prefix : new String[] {"", "/:prefix"}) {
            desk.openly(prefix + "/api/v2/status", request -> Reply.json(status(json)));
            desk.openly(prefix + "/-/healthy", request -> text(200, "OK"));
            desk.openly(prefix + "/-/ready", request -> ready());
        }
    }

    private ObjectNode status(ObjectMapper json) {
        ObjectNode status = json.createObjectNode();
        status.putObject("cluster").put("status", "disabled").putArray("peers");
        status.putObject("versionInfo")
                .put("version", VERSION)
                .put("branch", "")
                .put("buildDate", "")
                .put("buildUser", "")
                .put("goVersion", "")
                .put("revision", "tocsin");
        status.putObject("config").put("original", "");
        return status.put("uptime", started.toString());
    }

    private Reply ready() {
        return health.ready().down().isEmpty() ? text(200, "OK") : text(503, "Unavailable");
    }

    private static Reply text(int status, String words) {
        return new Reply(status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }
}
