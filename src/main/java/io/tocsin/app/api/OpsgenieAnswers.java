package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.incident.Input;
import io.tocsin.net.problem.Problem;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acted;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.trace.PostedAlerts;
import io.tocsin.source.protocol.OpsgenieAlerts;
import io.tocsin.source.protocol.OpsgenieDesk;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What those ask who take the hub for Opsgenie: an alert, by id or alias, and what became of a request. A request that made an event is
 * asked of the store; what became of an acknowledgement or a note is remembered for the newest ones, until the hub stops.
 */
public final class OpsgenieAnswers implements OpsgenieDesk {

    private static final String SOURCE = "opsgenie";
    private static final int REMEMBERED = 10_000;

    /** Some eight seconds: clients wait for ten and more. */
    private static final int MOST_TRIES = 80;

    private static final long BETWEEN_TRIES_MS = 100;

    private record Done(String action, boolean success, String status, String alertId, String alias, String at) {}

    private final PostedAlerts posted;
    private final Acts acts;
    private final InstantSource clock;
    private final ScheduledExecutorService work;
    private final Cache<String, Done> done =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /**
     * @param posted the alerts and the requests that posted them
     * @param acts what is done about their incidents
     * @param clock the hub's
     * @param work where what blocks is done
     */
    public OpsgenieAnswers(PostedAlerts posted, Acts acts, InstantSource clock, ScheduledExecutorService work) {
        this.posted = posted;
        this.acts = acts;
        this.clock = clock;
        this.work = work;
    }

    @Override
    public CompletionStage<String> ask(Asked asked) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        work.execute(() -> tryToDo(asked, answer, Optional.empty(), MOST_TRIES));
        return answer;
    }

    /**
     * Does it once all that came before it is decided: who posts an alert and acknowledges it at once means that alert. Nothing is
     * answered until then, so that nothing is lost behind an answer.
     *
     * @param upTo the event that came last before it; empty at the first try
     */
    private void tryToDo(Asked asked, CompletableFuture<String> answer, Optional<String> upTo, int tries) {
        try {
            Optional<String> before = upTo.or(posted::newestEvent);
            Done came = act(asked);
            boolean isEarly = !came.success
                    && before.filter(event -> posted.isBehind(asked.source(), event))
                            .isPresent();
            if (!came.success && !isEarly) {
                came = act(asked); // what came before may have been decided in between
            }
            if (isEarly && tries > 1) {
                work.schedule(() -> tryToDo(asked, answer, before, tries - 1), BETWEEN_TRIES_MS, TimeUnit.MILLISECONDS);
            } else if (isEarly) {
                answer.completeExceptionally(new StoreUnavailableException("what came before is not decided, yet"));
            } else {
                String id = UUID.randomUUID().toString();
                done.put(id, came);
                answer.complete(id);
            }
        } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
        }
    }

    private Done act(Asked asked) {
        Optional<String> incident =
                alert(asked.alertId()).map(row -> row.path("incident").asText()).filter(id -> !id.isEmpty());
        if (incident.isEmpty()) {
            return done(asked, false, "Alert does not exist");
        }
        String by = asked.user().isEmpty() ? SOURCE : asked.user();
        String actor = by + " (source " + asked.source() + ")";
        if (asked.kind() != Kind.NOTE) {
            Input.Act act =
                    asked.kind() == Kind.ACKNOWLEDGE ? new Input.Acknowledged(by) : new Input.Unacknowledged(by);
            Acted acted = acts.act(new ActOrder(incident.get(), act, actor));
            if (acted.refused().isPresent()) {
                return done(
                        asked,
                        false,
                        "Alert is left as it is: " + acted.refused().get());
            }
        }
        if (!asked.note().isEmpty()) {
            Acted noted = acts.act(new ActOrder(incident.get(), new Input.Commented(by, asked.note()), actor));
            if (noted.refused().isPresent()) {
                return done(
                        asked,
                        false,
                        "Alert is left as it is: " + noted.refused().get());
            }
        }
        return done(
                asked,
                true,
                switch (asked.kind()) {
                    case ACKNOWLEDGE -> "Acknowledged alert";
                    case UNACKNOWLEDGE -> "Unacknowledged alert";
                    case NOTE -> "Added note to alert";
                });
    }

    private Done done(Asked asked, boolean success, String status) {
        String action =
                switch (asked.kind()) {
                    case ACKNOWLEDGE -> "Acknowledge";
                    case UNACKNOWLEDGE -> "UnAcknowledge";
                    case NOTE -> "AddNote";
                };
        return new Done(
                action,
                success,
                status,
                success ? asked.alertId() : "",
                success ? asked.alias() : "",
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** Puts the paths up. */
    void mountOn(Desk desk) {
        desk.ofSource(SOURCE, "/v2/alerts/requests/:id", this::request, OpsgenieAnswers::refuse);
        desk.ofSource(SOURCE, "/v2/alerts/:identifier", this::show, OpsgenieAnswers::refuse);
    }

    private Reply request(Request request) {
        Done found = Optional.ofNullable(done.getIfPresent(request.id()))
                .or(() -> event(request.id()))
                .orElseThrow(() -> RefusedException.notFound("Request not found. It might not be processed, yet."));
        ObjectNode answer = OpsgenieAlerts.answer(request.id());
        answer.putObject("data")
                .put("success", found.success)
                .put("action", found.action)
                .put("processedAt", found.at)
                .put("integrationId", "")
                .put("isSuccess", found.success)
                .put("status", found.status)
                .put("alertId", found.alertId)
                .put("alias", found.alias);
        return Reply.json(answer);
    }

    /** A request that made an event, once that is decided. */
    private Optional<Done> event(String id) {
        return posted.event(id, SOURCE)
                .filter(event -> !event.path("state").asText().equals("pending"))
                .map(event -> {
                    JsonNode body = event.path("body");
                    boolean isClose = body.path("opsgenie").asText().equals("close");
                    boolean success = event.path("state").asText().equals("decided");
                    return new Done(
                            isClose ? "Close" : "Create",
                            success,
                            success ? isClose ? "Closed alert" : "Created alert" : "Alert could not be processed",
                            body.path("alertId").asText(),
                            body.path("alias").asText(),
                            event.path("settledAt").asText());
                });
    }

    private Reply show(Request request) {
        String identifier = request.path().get("identifier");
        String type = request.query("identifierType").orElse("id").toLowerCase(Locale.ROOT);
        if (!OpsgenieAlerts.isIdentifierType(type)) {
            throw new RefusedException(422, "Not processable", OpsgenieAlerts.NO_IDENTIFIER_TYPE);
        }
        boolean isAlias = type.equals("alias");
        String id = isAlias ? OpsgenieAlerts.idOf(identifier) : identifier;
        ObjectNode row = alert(id)
                .orElseThrow(() -> RefusedException.notFound(
                        "Alert does not exist: no alert has the " + (isAlias ? "alias " : "id ") + identifier + "."));
        JsonNode alert = row.path("content");
        JsonNode labels = alert.path("labels");
        ObjectNode answer = OpsgenieAlerts.answer(UUID.randomUUID().toString());
        ObjectNode data = answer.putObject("data")
                .put("id", id)
                .put("tinyId", "")
                .put("alias", labels.path("alias").asText())
                .put("message", row.path("title").asText(alert.path("title").asText()))
                .put("status", row.path("status").asText().equals("firing") ? "open" : "closed")
                .put("acknowledged", row.has("acknowledgedBy"))
                .put("isSeen", row.has("acknowledgedBy"))
                .put("snoozed", false)
                .put("count", row.path("fireCount").asLong())
                .put("lastOccurredAt", row.path("lastSeenAt").asText())
                .put("createdAt", row.path("firstSeenAt").asText())
                .put("updatedAt", row.path("lastSeenAt").asText())
                .put("source", labels.path("sender").asText())
                .put("owner", row.path("assignedTo").asText())
                .put(
                        "priority",
                        priority(row.path("severity")
                                .asText(alert.path("severity").asText())))
                .put("entity", labels.path("entity").asText())
                .put("description", alert.path("description").asText());
        data.putArray("responders");
        data.putArray("tags");
        for (String tag : labels.path("tags").asText().split(", ")) {
            if (!tag.isEmpty()) {
                data.withArray("tags").add(tag);
            }
        }
        data.set("details", alert.path("annotations").deepCopy());
        return Reply.json(answer);
    }

    private static String priority(String severity) {
        return Map.of("critical", "P1", "high", "P2", "medium", "P3", "low", "P4")
                .getOrDefault(severity, "P5");
    }

    private Optional<ObjectNode> alert(String id) {
        return posted.alert(OpsgenieAlerts.fingerprint(id));
    }

    private static Reply refuse(Problem problem) {
        ObjectNode answer = problem.status() == 422
                ? OpsgenieAlerts.notProcessable(problem.detail())
                : OpsgenieAlerts.answer(UUID.randomUUID().toString()).put("message", problem.detail());
        return new Reply(problem.status(), "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
