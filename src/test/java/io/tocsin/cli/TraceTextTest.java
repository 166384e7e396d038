package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TraceTextTest {
    @Test
    void whoWasToldIsNamedAndUntilWhenItIsHeld() throws IOException {
        assertThat(TraceText.of(new ObjectMapper().readTree("""
                        {"event": {"id": "evt_1", "state": "decided"},
                         "notices": [{"id": "ntc_1", "kind": "opened", "state": "told",
                                      "note": "people are told nothing of severity low: the rule's via says so",
                                      "deliveries": [
                            {"id": "dlv_1", "receiver": "mail", "person": "ann", "addressKind": "email",
                             "state": "pending", "heldUntil": "2026-11-25T06:00:00Z"},
                            {"id": "dlv_2", "receiver": "chat", "state": "delivered"}]}]}
                        """)))
                .contains("  note: people are told nothing of severity low: the rule's via says so\n")
                .contains("  to mail, ann (email)    PENDING  dlv_1, held until 2026-11-25T06:00:00Z\n")
                .containsPattern("  to chat +DELIVERED  dlv_2\n");
    }

    @Test
    void aDigestIsSaidToBeOneAndNamesWhatItTellsBeforeAnythingElse() throws IOException {
        assertThat(TraceText.of(new ObjectMapper().readTree("""
                        {"digest": {"delivery": "dlv_9", "reason": "waiting",
                                    "told": [{"event": "evt_1", "title": "disk full"},
                                             {"event": "evt_2", "title": "it burns"}]},
                         "otherEvents": ["evt_1"],
                         "event": {"id": "evt_2", "state": "decided"}}
                        """)))
                .startsWith("""
                        dlv_9  digest of 2 incidents, because so many waited at once
                          told in it: evt_1  disk full
                          told in it: evt_2  it burns

                        the newest of them:
                        event evt_2  DECIDED
                        """)
                .doesNotContain("an older event");
    }
}
