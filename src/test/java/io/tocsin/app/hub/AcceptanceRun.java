package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.MatcherText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Cases side by side with one contender, in real time. Where it is stopped or killed in the middle, that is the middle of each: a
 * case begins by so much sooner as its own is later, and stands still until the contender is back and its rule's grid of looks is where
 * it was.
 */
final class AcceptanceRun {

    /** How the contender is treated. */
    enum Interruption {
        NONE,
        RESTART,
        KILL
    }

    /**
     * How a case went.
     *
     * @param began when its time began
     * @param beat how long its beats were
     * @param interrupted when the contender was stopped or killed, in its beats; infinite where it was not
     * @param away how long its time stood still then
     * @param late the longest that a step was done later than it should have been
     * @param refused what was refused last; empty where nothing was
     */
    record Played(
            Instant began, Duration beat, double interrupted, Duration away, Duration late, Optional<String> refused) {

        Played late(Duration by) {
            return new Played(began, beat, interrupted, away, by.compareTo(late) > 0 ? by : late, refused);
        }

        /**
         * Its time stood still for at least so long: until the next whole number of these beats, so that what looks at all times by its
         * grid looks at the same moments of the case as if nothing had happened.
         */
        Played away(Duration time, double grid) {
            long millis = Math.round(grid * beat.toMillis());
            long times = Math.floorDiv(time.toMillis() + millis - 1, millis);
            return new Played(began, beat, interrupted, Duration.ofMillis(times * millis), late, refused);
        }

        Played refused(String why) {
            return new Played(began, beat, interrupted, away, late, Optional.of(why));
        }

        /** A time of it as the clock has it, before it stood still. */
        Instant undisturbed(double beats) {
            return began.plusMillis(Math.round(beats * beat.toMillis()));
        }

        /** A time of it as the clock has it. */
        Instant at(double beats) {
            return beats < interrupted ? undisturbed(beats) : undisturbed(beats).plus(away);
        }
    }

    /** What is overdue when it is back gets so many beats before anything else happens. */
    private static final double CATCHES_UP = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final AcceptanceContender contender;
    private final AcceptanceReceivers receivers;
    private final Duration beat;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final CountDownLatch back = new CountDownLatch(1);
    private volatile Duration away = Duration.ZERO;

    AcceptanceRun(AcceptanceContender contender, AcceptanceReceivers receivers, Duration beat) {
        this.contender = contender;
        this.receivers = receivers;
        this.beat = beat;
    }

    /** Plays all cases to their last steps. */
    Map<AcceptanceCase, Played> play(List<AcceptanceCase> cases, Interruption how) {
        double longest = cases.stream()
                .map(AcceptanceCase::interrupted)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(0.0);
        Instant first = Instant.now().plusMillis(cases.size() > 1 ? 200 : 0);
        Instant middle = first.plusMillis(Math.round(longest * beat.toMillis()));
        CountDownLatch standing = new CountDownLatch(cases.size());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Map<AcceptanceCase, Future<Played>> playing = new LinkedHashMap<>();
            for (AcceptanceCase one : cases) {
                double interrupted = how == Interruption.NONE ? Double.POSITIVE_INFINITY : one.interrupted();
                Instant began = how == Interruption.NONE
                        ? first
                        : middle.minusMillis(Math.round(one.interrupted() * beat.toMillis()));
                playing.put(one, threads.submit(() -> new Player(
                                one,
                                new Played(began, beat, interrupted, Duration.ZERO, Duration.ZERO, Optional.empty()))
                        .play(standing)));
            }
            if (how != Interruption.NONE) {
                sleepUntil(middle);
                standing.await();
                ((AcceptanceHub) contender).again(how == Interruption.KILL, this::allIsDecided);
                sleepUntil(Instant.now().plusMillis(Math.round(CATCHES_UP * beat.toMillis())));
                away = Duration.between(middle, Instant.now());
                back.countDown();
            }
            Map<AcceptanceCase, Played> played = new LinkedHashMap<>();
            for (Map.Entry<AcceptanceCase, Future<Played>> each : playing.entrySet()) {
                played.put(each.getKey(), each.getValue().get());
            }
            return played;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(contender.who() + ": " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** A step was answered with something else than 200. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Plays one case. */
    private final class Player {

        private final AcceptanceCase of;
        private final Map<String, String> silences = new HashMap<>();
        private Played time;
        private AcceptanceCase.Says says;
        private boolean stood;

        Player(AcceptanceCase of, Played time) {
            this.of = of;
            this.time = time;
            this.says = of.rules();
        }

        Played play(CountDownLatch standing) throws InterruptedException {
            try {
                for (AcceptanceCase.Step step : of.steps()) {
                    if (step.at() >= time.interrupted()) {
                        standStill(standing);
                    }
                    sleepUntil(time.at(step.at()));
                    try {
                        take(step);
                    } catch (Refused refused) {
                        time = time.refused(refused.getMessage());
                    }
                    time = time.late(Duration.between(time.at(step.at()), Instant.now()));
                }
                if (time.interrupted() < Double.POSITIVE_INFINITY) {
                    standStill(standing);
                }
                return time;
            } finally {
                if (!stood) { // nobody is to wait for a case that failed
                    standing.countDown();
                }
            }
        }

        private void standStill(CountDownLatch standing) throws InterruptedException {
            if (!stood) {
                stood = true;
                standing.countDown();
                back.await();
                time = time.away(away, of.rules().interval());
            }
        }

        private void take(AcceptanceCase.Step step) {
            if (!step.fires().isEmpty()) {
                post("/api/v2/alerts", alerts(step.fires(), false));
            }
            if (!step.over().isEmpty()) {
                post("/api/v2/alerts", alerts(step.over(), true));
            }
            if (step.silence() != null) {
                silences.put(step.silence().name(), silence(step.silence()));
            }
            if (step.ends() != null) {
                exchange(contender
                        .request("/api/v2/silence/" + silences.get(step.ends()))
                        .DELETE());
            }
            if (step.reload() != null) {
                says = step.reloaded(says);
                contender.reload(of, says);
            }
            if (step.acknowledges() != null) {
                acknowledge(step.acknowledges());
            }
            if (step.answers() != null) {
                receivers.answer(
                        contender.who(),
                        of.name(),
                        step.answers().to(),
                        step.answers().status());
            }
        }

        private void acknowledge(String by) {
            String rule = of.name() + "-" + says.tells().get(0).to();
            JsonNode found = TestHub.json(
                    exchange(contender.request("/v1/incidents?rule=" + rule).GET()));
            String incident = found.at("/incidents/0/id").asText();
            if (incident.isEmpty()) {
                throw new Refused("no incident to acknowledge yet");
            }
            post(
                    "/v1/incidents/" + incident + "/acknowledge",
                    JSON.objectNode().put("as", by).toString());
        }

        private String alerts(List<AcceptanceCase.Spec> specs, boolean over) {
            ArrayNode alerts = JSON.arrayNode();
            specs.forEach(spec -> {
                ObjectNode alert = alerts.addObject();
                ObjectNode labels = alert.putObject("labels").put("case", of.name());
                spec.labels().forEach(labels::put);
                if (spec.note() != null) {
                    alert.putObject("annotations").put("note", spec.note());
                }
                if (spec.since() != null) {
                    alert.put("startsAt", time.at(spec.since()).toString());
                }
                if (spec.until() != null) {
                    alert.put("endsAt", time.at(spec.until()).toString());
                } else if (over) {
                    alert.put("endsAt", Instant.now().toString());
                }
            });
            return alerts.toString();
        }

        private String silence(AcceptanceCase.Silence silence) {
            ObjectNode body = JSON.objectNode()
                    .put("startsAt", time.at(silence.from()).toString())
                    .put("endsAt", time.at(silence.until()).toString())
                    .put("createdBy", "the acceptance suite")
                    .put("comment", of.name());
            ArrayNode matchers = body.putArray("matchers");
            matcher(matchers, "case=\"" + of.name() + "\"");
            silence.matchers().forEach(text -> matcher(matchers, text));
            return TestHub.json(post("/api/v2/silences", body.toString()))
                    .path("silenceID")
                    .asText();
        }
    }

    private static void matcher(ArrayNode matchers, String text) {
        MatcherText.read(text).forEach(read -> matchers.addObject()
                .put("name", read.name())
                .put("value", read.value())
                .put("isRegex", read.operator().isRegex())
                .put("isEqual", read.operator().isEqual()));
    }

    /** What was taken and not decided yet would be told later for an interruption, and that is another test's. */
    private boolean allIsDecided() {
        return TestHub.json(
                        exchange(contender.request("/v1/events?state=pending").GET()))
                .path("events")
                .isEmpty();
    }

    private String post(String path, String json) {
        return exchange(contender
                .request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Refused(contender.who() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void sleepUntil(Instant time) {
        for (long rest = rest(time); rest > 0; rest = rest(time)) {
            LockSupport.parkNanos(rest);
        }
    }

    private static long rest(Instant time) {
        return Duration.between(Instant.now(), time).toNanos();
    }
}
