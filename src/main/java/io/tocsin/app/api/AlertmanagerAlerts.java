package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.listing.FiringAlerts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What fires, as Alertmanager tells it (its api/v2/openapi.yaml): {@code GET /api/v2/alerts}, {@code /api/v2/alerts/groups} and {@code
 * /api/v2/receivers}, for amtool, Grafana and karma. Answers are sent while they are read, a page at a time, so that they may be longer
 * than memory is large.
 */
public final class AlertmanagerAlerts {

    /** So many alerts are gone through for one answer; where more fire, it is refused. */
    static final int MOST = 200_000;

    /** A larger group comes in parts with the same labels. */
    static final int MOST_IN_GROUP = 1_000;

    private static final int MOST_CHARACTERS_IN_GROUP = 1024 * 1024;

    /** Each takes a worker thread and a processor for as long as it goes on. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_MS = 5_000;

    private final FiringAlerts alerts;
    private final Supplier<Rules> rules;
    private final Supplier<Set<String>> receivers;
    private final InstantSource clock;
    private final Semaphore running = new Semaphore(AT_ONCE);

    /**
     * @param alerts what fires
     * @param rules the rules in use
     * @param receivers the names of the receivers that run
     * @param clock the hub's time
     */
    public AlertmanagerAlerts(
            FiringAlerts alerts, Supplier<Rules> rules, Supplier<Set<String>> receivers, InstantSource clock) {
        this.alerts = alerts;
        this.rules = rules;
        this.receivers = receivers;
        this.clock = clock;
    }

    /** Puts the paths up, each also below a prefix, as a client may be told one. */
    void mountOn(Desk desk) {
        for (String prefix : new String[] {"", "/:prefix"}) {
            desk.longAnswer(prefix + "/api/v2/alerts", LongEndpoint.viewer(this::list));
            desk.longAnswer(prefix + "/api/v2/alerts/groups", LongEndpoint.viewer(this::groups));
            desk.at(prefix + "/api/v2/receivers", Map.of("GET", viewer(request -> Reply.json(receivers()))));
        }
    }

    private ArrayNode receivers() {
        Set<String> names = new TreeSet<>(receivers.get());
        names.add(AlertmanagerAlert.NOBODY);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        names.forEach(name -> list.addObject().put("name", name));
        return list;
    }

    private void list(Request request, LongAnswer answer) {
        AlertmanagerFilter filter = AlertmanagerFilter.of(request);
        Array array = new Array(answer);
        eachTaken(filter, alert -> array.add(alert.json().toString()));
        array.end();
    }

    private void groups(Request request, LongAnswer answer) {
        AlertmanagerFilter filter = AlertmanagerFilter.of(request);
        Array array = new Array(answer);
        Group[] open = new Group[1];
        eachTaken(filter, alert -> {
            if (open[0] == null || !open[0].takes(alert)) {
                close(open[0], filter, array);
                open[0] = new Group(alert);
            }
            open[0].add(alert);
        });
        close(open[0], filter, array);
        array.end();
    }

    private static void close(Group group, AlertmanagerFilter filter, Array array) {
        if (group != null) {
            group.write(filter, array);
        }
    }

    private void eachTaken(AlertmanagerFilter filter, Consumer<AlertmanagerAlert> consumer) {
        if (!begins()) {
            throw new RefusedException(
                    503, "Unavailable", "Several such lists are being read at this moment; try again in some seconds.");
        }
        try {
            long firing = alerts.count();
            if (firing > MOST) {
                throw RefusedException.badRequest(firing + " alerts fire, and this list goes through " + MOST
                        + " at most; GET /v1/alerts?state=firing has them in pages.");
            }
            Rules current = rules.get();
            for (List<FiringAlerts.Firing> page = alerts.first();
                    !page.isEmpty();
                    page = alerts.after(page.get(page.size() - 1))) {
                for (FiringAlerts.Firing one : page) {
                    AlertmanagerAlert alert = AlertmanagerAlert.of(one, current, clock.instant());
                    if (filter.takes(alert)) {
                        consumer.accept(alert);
                    }
                }
            }
        } finally {
            running.release();
        }
    }

    private boolean begins() {
        try {
            return running.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A JSON array, element by element. */
    private static final class Array {
        private final LongAnswer answer;
        private String before = "[";

        Array(LongAnswer answer) {
            this.answer = answer;
        }

        void add(String element) {
            answer.write(before);
            answer.write(element);
            before = ",";
        }

        void end() {
            answer.write(before.equals("[") ? "[]" : "]");
        }
    }

    /** The alerts of one incident, or a part of them: a group of Alertmanager's for each receiver that is named for one of them. */
    private static final class Group {

        /** @param receivers those that are named for it */
        private record Shown(Set<String> receivers, String json) {}

        private final String incident;
        private final Map<String, String> labels;
        private final Set<String> receivers = new LinkedHashSet<>();
        private final List<Shown> alerts = new ArrayList<>();
        private int characters;

        Group(AlertmanagerAlert first) {
            this.incident = first.incident();
            this.labels = first.group();
        }

        boolean takes(AlertmanagerAlert alert) {
            return !incident.isEmpty()
                    && incident.equals(alert.incident())
                    && alerts.size() < MOST_IN_GROUP
                    && characters < MOST_CHARACTERS_IN_GROUP;
        }

        void add(AlertmanagerAlert alert) {
            String json = alert.json().toString();
            alerts.add(new Shown(alert.receivers(), json));
            characters += json.length();
            receivers.addAll(alert.receivers());
        }

        void write(AlertmanagerFilter filter, Array array) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            labels.forEach(shown::put);
            for (String receiver : receivers) {
                if (filter.takesReceiver(receiver)) {
                    String its = alerts.stream()
                            .filter(alert -> alert.receivers.contains(receiver))
                            .map(Shown::json)
                            .collect(Collectors.joining(","));
                    array.add("{\"labels\":" + shown + ",\"receiver\":{\"name\":" + TextNode.valueOf(receiver)
                            + "},\"alerts\":[" + its + "]}");
                }
            }
        }
    }
}
