package io.tocsin.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a company's senders post in a week, the same each time: half of the troubles in Alertmanager's batches of one to six alerts, half as one
 * alert a payload. Some hundred troubles go on at a time; each is told again a few times and is over. One payload in fifty means nothing to
 * any mapping.
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
    private static final int OPEN = 100;
    private static final String[] SEVERITIES = {"critical", "high", "medium", "low"};

    private final Random random = new Random(7);
    private final int services;
    private final Map<String, Instant> firing = new HashMap<>();
    private final List<Trouble> open = new ArrayList<>();
    private int words;

    WeekOfEvents(int services) {
        this.services = services;
    }

    /**
     * An alert of a service on some hosts, one after the other.
     *
     * @param isBatch whether an Alertmanager says it
     */
    private record Trouble(String service, int alert, int host, int hosts, boolean isBatch) {

        String key(int i) {
            return (isBatch ? "am-" : "own-") + service + "-" + alert + "-" + host(i);
        }

        int host(int i) {
            return (host + i) % HOSTS;
        }

        Stream<String> keys() {
            return IntStream.range(0, hosts).mapToObj(this::key);
        }
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
        Trouble trouble =
                open.size() < OPEN || random.nextInt(4) == 0 ? begin() : open.get(random.nextInt(open.size()));
        Posted posted = trouble.isBatch ? batch(trouble, at) : one(trouble, at);
        if (trouble.keys().noneMatch(firing::containsKey)) {
            open.remove(trouble);
        }
        return posted;
    }

    /** Some services are much louder than others. */
    private Trouble begin() {
        String service = "svc-" + (int) (services * Math.pow(random.nextDouble(), 2));
        boolean isBatch = random.nextBoolean();
        Trouble trouble = new Trouble(
                service, random.nextInt(ALERTS), random.nextInt(HOSTS), isBatch ? 1 + random.nextInt(6) : 1, isBatch);
        open.add(trouble);
        return trouble;
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
        boolean begins = firing.putIfAbsent(key, at) == null;
        Word word = new Word(begins || random.nextInt(3) > 0, firing.get(key));
        if (!word.fires) {
            firing.remove(key);
        }
        return word;
    }

    private static String labels(Trouble trouble, int i) {
        return "{\"alertname\":\"alert-%d\",\"service\":\"%s\",\"host\":\"host-%d\",\"env\":\"prod\",\"severity\":\"%s\"}"
                .formatted(trouble.alert, trouble.service, trouble.host(i), severity(trouble));
    }

    private static String severity(Trouble trouble) {
        return SEVERITIES[trouble.alert % SEVERITIES.length];
    }

    private Posted one(Trouble trouble, Instant at) {
        return new Posted(
                "ci",
                "{\"fingerprint\":\"%s\",\"title\":\"alert-%d of %s\",\"severity\":\"%s\",\"status\":\"%s\",\"labels\":%s}"
                        .formatted(
                                trouble.key(0),
                                trouble.alert,
                                trouble.service,
                                severity(trouble),
                                word(trouble.key(0), at).fires() ? "firing" : "resolved",
                                labels(trouble, 0)));
    }

    private Posted batch(Trouble trouble, Instant at) {
        StringJoiner alerts = new StringJoiner(",");
        for (int i = 0; i < trouble.hosts; i++) {
            Word word = word(trouble.key(i), at);
            alerts.add(("{\"status\":\"%s\",\"labels\":%s,\"annotations\":{\"summary\":\"alert-%d of %s\","
                            + "\"description\":\"It has been so for five minutes\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\","
                            + "\"generatorURL\":\"http://prometheus.example.com/graph\",\"fingerprint\":\"%016x\"}")
                    .formatted(
                            word.fires() ? "firing" : "resolved",
                            labels(trouble, i),
                            trouble.alert,
                            trouble.service,
                            word.since(),
                            word.fires() ? "0001-01-01T00:00:00Z" : at.toString(),
                            trouble.key(i).hashCode()));
        }
        return new Posted(
                "alertmanager",
                ("{\"version\":\"4\",\"groupKey\":\"{}:{service=\\\"%1$s\\\"}\",\"truncatedAlerts\":0,\"status\":\"firing\","
                                + "\"receiver\":\"hub\",\"groupLabels\":{\"service\":\"%1$s\"},\"commonLabels\":{\"service\":\"%1$s\"},"
                                + "\"commonAnnotations\":{},\"externalURL\":\"http://am:9093\",\"alerts\":[%2$s]}")
                        .formatted(trouble.service, alerts));
    }
}
