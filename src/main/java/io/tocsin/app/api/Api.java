package io.tocsin.app.api;

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
import io.tocsin.store.repeat.AnsweredRequests;
import io.tocsin.store.shared.SharedVersions;
import io.tocsin.store.token.DeniedAttempts;
import io.tocsin.store.token.LinkKeyTable;
import io.tocsin.store.token.TokenTable;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

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
 * @param answered what was answered to requests with a key
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
        AnsweredRequests answered,
        Metrics metrics,
        boolean metricsArePublic) {

    /**
     * Adds all paths to a router, before the routes add theirs.
     *
     * @throws IllegalStateException where they are not what the API's contract describes
     */
    public void mountOn(Router router, ObjectMapper json) {
        Desk desk = new Desk(router, tokens, denied, json);
        new AnswersEndpoint(answers, questions, new AnswerPage(json, clock, name)).mountOn(desk);
        alertmanager.mountOn(desk, json);
        alertmanagerAlerts.mountOn(desk);
        opsgenie.mountOn(desk);
        new AlertmanagerSilences(silences, json).mountOn(desk);

        Contract contract = Contract.shipped();
        Operations operations = new Operations(contract, new KeyedActs(answered));
        bind(operations, json);
        Reply shown = Reply.json(contract.document());
        operations.answer("showContract", request -> shown);
        operations.mount(router, desk);
    }

    private void bind(Operations operations, ObjectMapper json) {
        operations.answer("traceEvent", viewer(this::trace));
        new ListsEndpoint(lists, names, json).bind(operations);
        new DeliveriesEndpoint(sent, receivers, names).bind(operations);
        new IncidentsEndpoint(incidentPages, acts, silencing, json).bind(operations);
        new DeadLettersEndpoint(deadLetters, deadLetterPages, names, versions, json).bind(operations);
        new QueueDeadLettersEndpoint(queueDeadLetters, json).bind(operations);
        new SilencesEndpoint(silences, clock, json).bind(operations);
        new WindowsEndpoint(windows, () -> new NotifyFields(receivers.names(), rules.recipients()), clock, json)
                .bind(operations);
        new OnCallEndpoint(schedules, clock, json).bind(operations);
        new OverridesEndpoint(schedules, clock, json).bind(operations);
        new CalendarsEndpoint(schedules, tokens, tokenTable, clock, url, json).bind(operations);
        new CheckInsEndpoint(checkIns, json).bind(operations);
        new QuestionsEndpoint(questions, json).bind(operations);
        statistics.bind(operations);
        new AuditEndpoint(audit, alertAudit, json).bind(operations);

        new TokensEndpoint(tokenTable, schedules, clock, json).bind(operations);
        new LinkKeysEndpoint(linkKeys, json).bind(operations);

        operations.answer("listReceivers", viewer(request -> Reply.json(receivers.list())));
        operations.answer("listRules", viewer(request -> Reply.json(rules.show())));
        new RulesEndpoint(versions, json).bind(operations);

        operations.answer("live", request -> Reply.json(Health.live(json)));
        operations.answer("ready", request -> health.ready().reply(json, request.mayRead()));
        if (metricsArePublic) {
            operations.answer("scrapeMetrics", request -> metrics.scrape());
        } else {
            operations.answerGuarded("scrapeMetrics", viewer(request -> metrics.scrape()));
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
