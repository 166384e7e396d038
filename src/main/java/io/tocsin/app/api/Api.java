package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;
import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.token.Tokens;
import io.tocsin.pipeline.answer.AnswerDesk;
import io.tocsin.pipeline.answer.SilenceIncidents;
import io.tocsin.pipeline.checkin.CheckInReports;
import io.tocsin.pipeline.deadletter.DeadLetterPages;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.listing.Lists;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.pipeline.question.Questions;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.WindowDesk;
import io.tocsin.pipeline.trace.AlertAudit;
import io.tocsin.pipeline.trace.IncidentPages;
import io.tocsin.pipeline.trace.SentPages;
import io.tocsin.pipeline.trace.Traces;
import io.tocsin.source.sqs.QueueDeadLetters;
import io.tocsin.store.audit.AuditPages;
import io.tocsin.store.shared.SharedVersions;
import io.tocsin.store.token.DeniedAttempts;
import io.tocsin.store.token.LinkKeyTable;
import io.tocsin.store.token.TokenTable;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Map;

/**
 * The HTTP API: everything under {@code /v1} but the posting of events, health and metrics.
 *
 * <p>Plain handlers and no routes, see docs/decisions/0003-the-api-is-not-routes.md.
 *
 * @param tokens who may use it
 * @param tokenTable issues and revokes tokens
 * @param denied notes what tokens were too little for
 * @param traces what became of events
 * @param lists pages of events, alerts, incidents and deliveries
 * @param sent notices and deliveries one by one
 * @param names the receivers, rules and sources that there are
 * @param deadLetters redrives and discards
 * @param deadLetterPages lists and shows dead letters
 * @param queueDeadLetters what SQS gave up on
 * @param silences what people want hidden
 * @param windows maintenance that people plan
 * @param schedules who is on call
 * @param clock the hub's time
 * @param url where people reach the hub
 * @param incidentPages shows incidents
 * @param acts what people do about them
 * @param silencing silences what incidents are about
 * @param answers what people do by a link
 * @param linkKeys what links are signed with
 * @param name how the hub calls itself
 * @param audit who did what
 * @param alertAudit whether somebody was notified of an alert
 * @param receivers who is told
 * @param rules what is in use
 * @param versions which of them all hubs go by
 * @param health whether the hub works
 * @param alertmanager what those ask who take it for one
 * @param alertmanagerAlerts what fires, for those
 * @param opsgenie what those ask who take it for Opsgenie
 * @param checkIns who has to report in time
 * @param questions what people are asked
 * @param statistics what happened hour by hour
 * @param metrics what it counts
 * @param metricsArePublic whether metrics need no token
 */
public record Api(
        Tokens tokens,
        TokenTable tokenTable,
        DeniedAttempts denied,
        Traces traces,
        Lists lists,
        SentPages sent,
        NamesInUse names,
        DeadLetters deadLetters,
        DeadLetterPages deadLetterPages,
        QueueDeadLetters queueDeadLetters,
        SilenceDesk silences,
        WindowDesk windows,
        ScheduleDesk schedules,
        InstantSource clock,
        String url,
        IncidentPages incidentPages,
        Acts acts,
        SilenceIncidents silencing,
        AnswerDesk answers,
        LinkKeyTable linkKeys,
        String name,
        AuditPages audit,
        AlertAudit alertAudit,
        ReceiversInUse receivers,
        RulesInUse rules,
        SharedVersions versions,
        Health health,
        AlertmanagerStatus alertmanager,
        AlertmanagerAlerts alertmanagerAlerts,
        OpsgenieAnswers opsgenie,
        CheckInReports checkIns,
        Questions questions,
        StatisticsEndpoint statistics,
        Metrics metrics,
        boolean metricsArePublic) {

    /** Ids of everything that leads to an event; any other word at this place is a source, to which events are posted. */
    private static final String ANYTHING_WITH_AN_ID = "/v1/events/(?<id>(?:evt|alr|inc|ntc|dlv|dea)_[^/]+)";

    /** Adds all paths to a router, before the routes add theirs. */
    public void mountOn(Router router, ObjectMapper json) {
        Desk desk = new Desk(router, tokens, denied, json);
        desk.at(ANYTHING_WITH_AN_ID, Map.of("GET", viewer(this::trace)));

        ListsEndpoint pages = new ListsEndpoint(lists, names, json);
        for (Lists.Kind kind : Lists.Kind.values()) {
            desk.at("/v1/" + kind.word(), Map.of("GET", viewer(pages.of(kind))));
        }

        new DeliveriesEndpoint(sent, receivers, names).mountOn(desk);
        new IncidentsEndpoint(incidentPages, acts, silencing, json).mountOn(desk);
        new AnswersEndpoint(answers, questions, new AnswerPage(json, clock, name)).mountOn(desk);
        LinkKeysEndpoint signing = new LinkKeysEndpoint(linkKeys, json);
        desk.at("/v1/link-keys", Map.of("GET", admin(signing::list), "POST", admin(signing::rotate)));

        DeadLettersEndpoint letters = new DeadLettersEndpoint(deadLetters, deadLetterPages, names, versions, json);
        desk.at("/v1/dead-letters", Map.of("GET", viewer(letters::list)));
        desk.at("/v1/dead-letters/redrive", Map.of("POST", responder(letters::redrive)));
        desk.at("/v1/dead-letters/discard", Map.of("POST", admin(letters::discard)));
        QueueDeadLettersEndpoint queues = new QueueDeadLettersEndpoint(queueDeadLetters, json);
        desk.at("/v1/dead-letters/queues", Map.of("GET", admin(queues::list)));
        desk.at("/v1/dead-letters/queues/:id", Map.of("GET", admin(queues::show)));
        desk.at("/v1/dead-letters/queues/:id/redrive", Map.of("POST", admin(queues::redrive)));
        desk.at("/v1/dead-letters/:id", Map.of("GET", responder(letters::show)));

        SilencesEndpoint hidden = new SilencesEndpoint(silences, clock, json);
        desk.at("/v1/silences", Map.of("GET", viewer(hidden::list), "POST", responder(hidden::add)));
        desk.at("/v1/silences/preview", Map.of("POST", viewer(hidden::preview)));
        desk.at("/v1/silences/:id", Map.of("GET", viewer(hidden::show), "POST", responder(hidden::change)));
        desk.at("/v1/silences/:id/end", Map.of("POST", responder(hidden::end)));

        new WindowsEndpoint(windows, () -> new NotifyFields(receivers.names(), rules.recipients()), clock, json)
                .mountOn(desk);

        new AuditEndpoint(audit, alertAudit, json).mountOn(desk);

        new OnCallEndpoint(schedules, clock, json).mountOn(desk);
        new OverridesEndpoint(schedules, clock, json).mountOn(desk);
        new CalendarsEndpoint(schedules, tokens, tokenTable, clock, url, json).mountOn(desk);

        desk.at("/v1/check-ins", Map.of("GET", viewer(new CheckInsEndpoint(checkIns, json)::list)));

        new QuestionsEndpoint(questions, json).mountOn(desk);

        statistics.mountOn(desk);

        TokensEndpoint keys = new TokensEndpoint(tokenTable, schedules, clock, json);
        desk.at("/v1/tokens", Map.of("GET", admin(keys::list), "POST", admin(keys::issue)));
        desk.at("/v1/tokens/self", Map.of("GET", viewer(keys::self), "DELETE", viewer(keys::revokeSelf)));
        desk.at("/v1/tokens/:id", Map.of("DELETE", admin(keys::revoke)));

        desk.at("/v1/receivers", Map.of("GET", viewer(request -> Reply.json(receivers.list()))));
        desk.at("/v1/rules", Map.of("GET", viewer(request -> Reply.json(rules.show()))));

        RulesEndpoint files = new RulesEndpoint(versions, json);
        desk.at("/v1/rules/versions", Map.of("GET", viewer(files::list)));
        desk.at("/v1/rules/use", Map.of("POST", admin(files::use)));

        desk.openly("/health/live", request -> Reply.json(Health.live(json)));
        desk.openly("/health/ready", request -> health.ready().reply(json, request.mayRead()));
        alertmanager.mountOn(desk, json);
        alertmanagerAlerts.mountOn(desk);
        opsgenie.mountOn(desk);
        new AlertmanagerSilences(silences, json).mountOn(desk);
        if (metricsArePublic) {
            desk.openly("/metrics", request -> metrics.scrape());
        } else {
            desk.at("/metrics", Map.of("GET", viewer(request -> metrics.scrape())));
        }
    }

    private Reply trace(Request request) {
        return traces.find(request.id())
                .map(found -> {
                    receivers.explain(found);
                    Payloads.withhold(request, found);
                    return Reply.json(found);
                })
                .orElseThrow(() -> RefusedException.notFound(
                        "Nothing has the id " + request.id() + "; it may have been removed after hub.retention."));
    }
}
