package io.tocsin.bench;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * What a company's senders post in a week, the same each time: half of it Alertmanager's batches of one to six alerts, half one alert a
 * payload; each alert fires, is told again a few times and is over; one payload in fifty means nothing to any mapping.
 */
final class WeekOfEvents {

    /**
     * A request.
     *
     * @param source who sends
     * @param body what
     */
    record Posted(String source, String body) {}

    private static final int ALERTS = 12;
    private static final int HOSTS = 25;
    private static final String[] SEVERITIES = {"critical", "high", "medium", "low"};

    private final Random random = new Random(7);
    private final int services;
    private final Map<String, Instant> firing = new HashMap<>();
    private int words;

    WeekOfEvents(int services) {
        this.services = services;
    }

    /** How many times an alert was said to fire or to be over. */
    int words() {
        return words;
    }

    /** The next one, that comes at that time. */
    Posted next(Instant at) {
        if (random.nextInt(50) == 0) {
            return new Posted("ci", "{\"hello\":\"" + random.nextInt(9) + "\"}");
        }
        String service =
                "svc-" + (int) (services * Math.pow(random.nextDouble(), 2)); // some are much louder than others
        int alert = random.nextInt(ALERTS);
        return random.nextBoolean() ? batch(service, alert, at) : one(service, alert, at);
    }

    /**
     * What is said of an alert.
     *
     * @param fires whether it fires, or is over
     * @param since since when it fired
     */
    private record Word(boolean fires, Instant since) {}

    private Word word(String key, Instant at) {
        words++;
        Instant since = firing.computeIfAbsent(key, begins -> at.minusSeconds(30));
        boolean fires = since.equals(at.minusSeconds(30)) || random.nextInt(4) > 0;
        if (!fires) {
            firing.remove(key);
        }
        return new Word(fires, since);
    }

    private String labels(String service, int alert, int host) {
        return "{\"alertname\":\"alert-%d\",\"service\":\"%s\",\"host\":\"host-%d\",\"env\":\"prod\",\"severity\":\"%s\"}"
                .formatted(alert, service, host, severity(alert));
    }

    private static String severity(int alert) {
        return SEVERITIES[alert % SEVERITIES.length];
    }

    private Posted one(String service, int alert, Instant at) {
        int host = random.nextInt(HOSTS);
        String key = "own-" + service + "-" + alert + "-" + host;
        return new Posted(
                "ci",
                "{\"fingerprint\":\"%s\",\"title\":\"alert-%d of %s\",\"severity\":\"%s\",\"status\":\"%s\",\"labels\":%s}"
                        .formatted(
                                key,
                                alert,
                                service,
                                severity(alert),
                                word(key, at).fires() ? "firing" : "resolved",
                                labels(service, alert, host)));
    }

    private Posted batch(String service, int alert, Instant at) {
        StringJoiner alerts = new StringJoiner(",");
        int many = 1 + random.nextInt(6);
        int first = random.nextInt(HOSTS);
        for (int i = 0; i < many; i++) {
            int host = (first + i) % HOSTS;
            String key = "am-" + service + "-" + alert + "-" + host;
            Word word = word(key, at);
            alerts.add(("{\"status\":\"%s\",\"labels\":%s,\"annotations\":{\"summary\":\"alert-%d of %s\","
                            + "\"description\":\"It has been so for five minutes\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\","
                            + "\"generatorURL\":\"http://prometheus.example.com/graph\",\"fingerprint\":\"%016x\"}")
                    .formatted(
                            word.fires() ? "firing" : "resolved",
                            labels(service, alert, host),
                            alert,
                            service,
                            word.since(),
                            word.fires() ? "0001-01-01T00:00:00Z" : at.toString(),
                            key.hashCode()));
        }
        return new Posted(
                "alertmanager",
                ("{\"version\":\"4\",\"groupKey\":\"{}:{service=\\\"%1$s\\\"}\",\"truncatedAlerts\":0,\"status\":\"firing\","
                                + "\"receiver\":\"hub\",\"groupLabels\":{\"service\":\"%1$s\"},\"commonLabels\":{\"service\":\"%1$s\"},"
                                + "\"commonAnnotations\":{},\"externalURL\":\"http://am:9093\",\"alerts\":[%2$s]}")
                        .formatted(service, alerts));
    }
}
