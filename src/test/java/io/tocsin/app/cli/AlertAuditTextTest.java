package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A no is said only of what is known. */
class AlertAuditTextTest {

    private static String said(String summary) throws JsonProcessingException {
        StringWriter text = new StringWriter();
        new AlertAuditText(new PrintWriter(text), Instant.parse("2026-11-30T10:00:00Z"))
                .print(new ObjectMapper()
                        .readTree("{\"summary\": {" + summary + "}, \"incidents\": [{\"id\": \"inc_1\"}]}"));
        return text.toString().lines().findFirst().orElseThrow();
    }

    @Test
    void nothingArrivedOfAllThatIsKnownIsANo() throws JsonProcessingException {
        assertThat(said("\"arrived\": 0")).isEqualTo("no: nothing arrived, and nothing was sent");
        assertThat(said("\"arrived\": 0, \"arrivedOfItsGroup\": {\"others\": 2}"))
                .isEqualTo("no: nothing that names it arrived; 2 notifications of its group did, of others");
    }

    @Test
    void whereMoreWasSentThanIsKeptOrWasLookedAtItIsNotKnown() throws JsonProcessingException {
        assertThat(said("\"arrived\": 0, \"failed\": 1, \"knownSince\": \"2026-10-31T10:00:00Z\""))
                .isEqualTo(
                        "not known: nothing that names it arrived since 2026-10-31T10:00:00Z  30 d ago; what was sent before"
                                + " is not kept (hub.retention, hub.audit.outcomes, hub.audit.retention); 1 did not arrive");
        assertThat(said("\"arrived\": 0, \"truncated\": true, \"arrivedOfItsGroup\": {\"others\": 500}"))
                .isEqualTo("not known: nothing that names it arrived of the newest that were looked at");
    }

    @Test
    void aYesIsOneWhateverElseIsNotKnown() throws JsonProcessingException {
        String arrived = "\"notified\": true, \"arrived\": 1, \"firstArrivedAt\": \"2026-11-30T09:00:00Z\"";
        assertThat(said(arrived)).isEqualTo("yes: 1 notification arrived, the first 2026-11-30T09:00:00Z  60 min ago");
        assertThat(said(arrived + ", \"knownSince\": \"2026-10-31T10:00:00Z\""))
                .isEqualTo("yes: at least 1 notification arrived, the first of those that are kept"
                        + " 2026-11-30T09:00:00Z  60 min ago");
        assertThat(said(arrived + ", \"truncated\": true"))
                .isEqualTo("yes: at least 1 notification arrived, the first of those that were looked at (the newest)"
                        + " 2026-11-30T09:00:00Z  60 min ago");
    }
}
