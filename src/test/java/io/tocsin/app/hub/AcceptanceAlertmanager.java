package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Alertmanager, with a route for each case. */
final class AcceptanceAlertmanager implements AcceptanceContender {

    /** A repeat that is as long as the interval would now and then be a moment away at a look, and an interval later then. */
    private static final double REPEATS_SOONER = 0.95;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final String PROGRAM = "prometheus-alertmanager";

    private final Path work;
    private final AcceptanceReceivers receivers;
    private final Duration beat;
    private final Map<AcceptanceCase, AcceptanceCase.Says> cases = new LinkedHashMap<>();
    private final DebianProgram process;

    /** Its file is written, and it runs. */
    AcceptanceAlertmanager(Path work, List<AcceptanceCase> cases, AcceptanceReceivers receivers, Duration beat) {
        this.work = work;
        this.receivers = receivers;
        this.beat = beat;
        cases.forEach(one -> this.cases.put(one, one.rules()));
        write();
        process = DebianProgram.start(
                PROGRAM,
                work,
                "--config.file=alertmanager.yml",
                "--storage.path=data",
                "--cluster.listen-address=",
                "--log.level=warn");
    }

    /** Whether what is installed is of this version or a later one; of null it always is. */
    static boolean knows(String version) {
        if (version == null) {
            return true;
        }
        try {
            Process said = new ProcessBuilder(DebianProgram.file(PROGRAM).toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(said.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher found = Pattern.compile("version (\\d+\\.\\d+)").matcher(text);
            return found.find() && number(found.group(1)) >= number(version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String who() {
        return "alertmanager";
    }

    @Override
    public HttpRequest.Builder request(String path) {
        return process.request(path);
    }

    @Override
    public void reload(AcceptanceCase one, AcceptanceCase.Says says) {
        cases.put(one, says);
        write();
        process.post("/-/reload", "");
    }

    private void write() {
        ObjectNode file = JSON.objectNode();
        file.putObject("global").put("resolve_timeout", span(10));
        ObjectNode route = file.putObject("route").put("receiver", "nobody");
        ArrayNode routes = route.putArray("routes");
        ArrayNode named = file.putArray("receivers");
        named.addObject().put("name", "nobody");
        ArrayNode inhibits = file.putArray("inhibit_rules");
        cases.forEach((one, says) -> {
            ObjectNode its = routes.addObject().put("receiver", one.name());
            matchers(its, "matchers", one, null);
            ArrayNode by = its.putArray("group_by");
            says.by().forEach(by::add);
            its.put("group_wait", span(says.waits().doubleValue()));
            its.put("group_interval", span(says.interval()));
            its.put("repeat_interval", says.repeat() == null ? "1h" : span(says.repeat() * REPEATS_SOONER));
            ArrayNode hooks = named.addObject().put("name", one.name()).putArray("webhook_configs");
            says.tells().forEach(tells -> hooks.addObject()
                    .put("url", receivers.url(who(), tells.to()))
                    .put("send_resolved", tells.ends()));
            says.inhibits().forEach(keeps -> {
                ObjectNode entry = inhibits.addObject();
                matchers(entry, "source_matchers", one, keeps.source());
                matchers(entry, "target_matchers", one, keeps.target());
                ArrayNode equal = entry.putArray("equal");
                keeps.equal().forEach(equal::add);
            });
        });
        try {
            Files.createDirectories(work);
            Files.writeString(work.resolve("alertmanager.yml"), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void matchers(ObjectNode in, String field, AcceptanceCase one, String alertname) {
        ArrayNode matchers = in.putArray(field).add("case=\"" + one.name() + "\"");
        if (alertname != null) {
            matchers.add("alertname=\"" + alertname + "\"");
        }
    }

    private String span(double beats) {
        return Math.round(beats * beat.toMillis()) + "ms";
    }

    /** Of 0.27.1 it is 27, of 1.2 it is 1002. */
    private static int number(String version) {
        String[] parts = version.split("[^0-9]");
        return 1_000 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
    }

    @Override
    public void close() {
        process.close();
    }
}
