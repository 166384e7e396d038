package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.Id;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides by hand about alerts of one source, each in an event of its own, and claims notices. */
public final class TestDecisions {

    private final TestCorridor test;
    private final Notifying notifying;
    private final RecordDecision recording;
    private final Claims<Notice> notices;
    private Function<AlertKey, Group> grouping = Group::alone;
    private Function<AlertKey, List<Shared>> sharing = key -> List.of();

    public TestDecisions(TestCorridor test, Notifying notifying) {
        this.test = test;
        this.notifying = notifying;
        this.recording = new RecordDecision(test.corridor, notifying);
        this.notices = NoticeClaims.of(test.corridor, notifying);
    }

    /** From now on an episode that begins belongs to this group. */
    public void groupBy(Function<AlertKey, Group> groups) {
        grouping = groups;
    }

    /** From now on an alert has this in common with others. */
    public void share(Function<AlertKey, List<Shared>> shares) {
        sharing = shares;
    }

    /** An alert whose fingerprint is its title, by the rules as they are. */
    public void decide(String fingerprint, AlertStatus status, Severity severity, List<String> rules) {
        decide(List.of(fingerprint), status, severity, rules);
    }

    /** Such alerts in one event. */
    public void decide(List<String> fingerprints, AlertStatus status, Severity severity, List<String> rules) {
        String id = Id.EVENT.next();
        test.commit(
                (tx, inputs, now) -> List.of(tx.createUpdate("""
                                INSERT INTO event (id, source, external_id, content_type, body, attributes,
                                                   received_at, state, due_at, owner, fence, attempt)
                                VALUES (:id, 'test', :id, '', '{}', '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                """).bind("id", id).execute()), "");
        EventStaging staging =
                new EventStaging(new Event(id, "test", "test", "{}", Map.of(), test.clock.instant(), 1, 1));
        Map<String, Policy> policies = Map.copyOf(notifying.policies().get());
        staging.decidedBy("v", policies);
        for (String fingerprint : fingerprints) {
            Alert alert = alert(fingerprint, status, severity);
            staging.observe(new Observed(
                    alert,
                    AlertJson.write(alert),
                    rules.stream().filter(policies::containsKey).toList(),
                    "",
                    grouping.apply(alert.key()),
                    status == AlertStatus.FIRING ? sharing.apply(alert.key()) : List.of(),
                    Optional.empty()));
        }
        if (!test.commit(recording, staging)) {
            throw new AssertionError("the decision did not count");
        }
    }

    /** Claims all notices that are due. */
    public List<Notice> claimNotices() {
        return test.commit(notices.claiming, Asked.of(1_000));
    }

    /** Says that the fan-out route failed. */
    public void failed(Notice notice) {
        test.commit(
                notices.failing,
                new Claims.Failed<>(
                        new io.tocsin.store.lane.Claim(notice.id(), notice.fence()), notice, "the route", "it broke"));
    }

    private Alert alert(String fingerprint, AlertStatus status, Severity severity) {
        return new Alert(
                fingerprint,
                status,
                severity,
                fingerprint,
                "",
                "test",
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TestCorridor.START,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
