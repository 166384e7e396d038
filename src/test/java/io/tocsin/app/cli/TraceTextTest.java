package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TraceTextTest {

    private static final Instant NOW = Instant.parse("2026-11-25T05:00:00Z");

    @Test
    void whoWasToldIsNamedAndUntilWhenItIsHeld() throws IOException {
        assertThat(TraceText.of(new ObjectMapper().readTree("""
                        {"event": {"id": "evt_1", "state": "decided"},
                         "notices": [{"id": "ntc_1", "kind": "opened", "state": "told", "version": 3, "round": 2,
                                      "rules": ["disk", "loud"],
                                      "deliveries": [
                            {"id": "dlv_1", "receiver": "mail", "person": "ann", "addressKind": "email",
                             "state": "pending", "heldUntil": "2026-11-25T06:00:00Z"},
                            {"id": "dlv_2", "receiver": "chat", "state": "delivered"}]}]}
                        """), NOW))
                .contains("notice ntc_1  opened\n")
                .contains("  version 3, round 2, for disk, loud\n")
                .contains("  to mail, ann (email)    PENDING  dlv_1, held until 2026-11-25T06:00:00Z\n")
                .containsPattern("  to chat +DELIVERED  dlv_2\n");
    }

    @Test
    void anEscalationHasItsOwnSection() throws IOException {
        String running = """
                {"event": {"id": "evt_1", "state": "decided"},
                 "incidents": [{"id": "inc_1", "state": "open", "severity": "critical", "escalations": [
                    {"policy": "platform", "state": "running", "step": 2, "pass": 2, "raised": "critical",
                     "paged": [{"who": "the next of team platform", "reached": true}, {"who": "duty-phone", "reached": false}],
                     "later": [{"person": "ann", "via": "sms", "at": "2026-11-25T05:02:00Z"}],
                     "dueAt": "2026-11-25T05:02:00Z", "why": "what somebody is sent by their own rules",
                     "timeline": [
                        {"at": "2026-11-25T04:55:00Z", "actor": "escalation platform", "why": "step 1 of 2", "detail": "primary"},
                        {"at": "2026-11-25T04:56:00Z", "actor": "bo", "why": "wants the next step of its escalation at once"}]}]}]}
                """;
        assertThat(TraceText.of(new ObjectMapper().readTree(running), NOW)).endsWith("""

                        escalation platform of inc_1  step 2, pass 2, raised to critical
                          paged the next of team platform
                          paged duty-phone, not reached
                          ann by sms at 2026-11-25T05:02:00Z unless somebody answers
                          next at 2026-11-25T05:02:00Z: what somebody is sent by their own rules
                          2026-11-25T04:55:00Z  step 1 of 2: primary
                          2026-11-25T04:56:00Z  bo: wants the next step of its escalation at once
                        """);
    }

    @Test
    void aDigestIsSaidToBeOneAndNamesWhatItTellsBeforeAnythingElse() throws IOException {
        assertThat(TraceText.of(new ObjectMapper().readTree("""
                        {"digest": {"delivery": "dlv_9", "reason": "waiting",
                                    "told": [{"event": "evt_1", "title": "disk full"},
                                             {"event": "evt_2", "title": "it burns"}]},
                         "otherEvents": ["evt_1"],
                         "event": {"id": "evt_2", "state": "decided"}}
                        """), NOW))
                .startsWith("""
                        dlv_9  digest of 2 incidents, because so many waited at once
                          in it: evt_1  disk full
                          in it: evt_2  it burns

                        the newest of them:
                        event evt_2  DECIDED
                        """)
                .doesNotContain("an older event");
    }

    @Test
    void aDuplicateSaysOfWhatAndUntilWhen() throws IOException {
        String trace = """
                {"event": {"id": "evt_1", "state": "decided"},
                 "alerts": [{"id": "alr_1", "alert": {"title": "it burns"}, "rules": [
                    {"rule": "all", "outcome": "matched", "verdict": "duplicate", "incident": "inc_1",
                     "since": "2026-11-25T04:58:00Z", "until": "2026-11-25T05:03:00Z"}]}]}
                """;
        assertThat(TraceText.of(new ObjectMapper().readTree(trace), NOW))
                .contains("matched, duplicate of inc_1, notified at 2026-11-25T04:58:00Z;"
                        + " repeats are only counted until 2026-11-25T05:03:00Z\n");
        assertThat(TraceText.of(new ObjectMapper().readTree(trace), NOW.plusSeconds(180)))
                .contains("repeats were only counted until");
        assertThat(TraceText.of(new ObjectMapper().readTree(trace.replaceFirst(", \"until\": \"[^\"]*\"", "")), NOW))
                .as("one that its sender ends")
                .contains(
                        "duplicate of inc_1, notified at 2026-11-25T04:58:00Z; repeats are only counted until it is over\n");
    }

    @Test
    void whyNothingCameOfAnEventStandsBelowIt() throws IOException {
        assertThat(TraceText.of(new ObjectMapper().readTree("""
                        {"event": {"id": "evt_1", "state": "decided", "body": {},
                                   "note": "mapping night makes no alert of it"}}
                        """), NOW))
                .contains("\n  {}\n  note: mapping night makes no alert of it\n");
    }

    @Test
    void whatIsPastIsNotNext() throws IOException {
        String trace = """
                {"event": {"id": "evt_1", "state": "pending", "dueAt": "2026-11-25T05:00:00Z"},
                 "notices": [{"id": "ntc_1", "kind": "opened", "state": "told", "deliveries": [
                    {"id": "dlv_1", "receiver": "a", "state": "pending", "dueAt": "2026-11-25T05:00:01Z"},
                    {"id": "dlv_2", "receiver": "b", "state": "pending", "dueAt": "2026-11-25T04:59:00Z"},
                    {"id": "dlv_3", "receiver": "c", "state": "pending", "underWay": true},
                    {"id": "dlv_4", "receiver": "d", "state": "pending", "heldUntil": "2026-11-25T04:00:00Z"}]}]}
                """;
        assertThat(TraceText.of(new ObjectMapper().readTree(trace), NOW))
                .contains("  next try due since 2026-11-25T05:00:00Z\n")
                .contains("dlv_1, next try at 2026-11-25T05:00:01Z\n")
                .contains("dlv_2, next try due since 2026-11-25T04:59:00Z\n")
                .contains("dlv_3, being sent now\n")
                .contains("dlv_4, was held until 2026-11-25T04:00:00Z\n");
    }
}
