package io.tocsin.preview;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator sends to see whether a receiver works; its reader must not take it for an alarm. */
final class TestMessage {

    private TestMessage() {}

    static Alert alert(String hubName, String receiver, Instant now) {
        return new Alert(
                "test:" + receiver,
                AlertStatus.FIRING,
                Severity.INFO,
                "Test message from " + hubName,
                "TEST: somebody tries the receiver " + receiver + " of " + hubName
                        + ". Nothing has happened, and nothing is to be done.",
                hubName,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
