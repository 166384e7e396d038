package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertJsonTest {
    private static final Alert ALERT = new Alert(
                    "fp",
                    AlertStatus.RESOLVED,
                    Severity.HIGH,
                    "Disk full",
                    "2 % left",
                    "ci",
                    Map.of("host", "db1"),
                    Map.of("impact", "no orders"),
                    List.of(new Link("More", "https://a.example")),
                    Optional.of("98"),
                    Optional.empty(),
                    Instant.parse("2026-08-20T10:00:00Z"),
                    Optional.of(Instant.parse("2026-08-20T10:05:00.5Z")))
            .from("am-eu", "am-pair");

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        assertThat(AlertJson.read(AlertJson.write(ALERT))).isEqualTo(ALERT);
    }

    @Test
    void fieldsStandInTheirOrderAndEmptyOnesAreLeftOut() {
        assertThat(AlertJson.write(ALERT).toString())
                .isEqualTo(
                        "{\"fingerprint\":\"fp\",\"status\":\"resolved\",\"severity\":\"high\",\"title\":\"Disk full\","
                                + "\"description\":\"2 % left\",\"source\":\"ci\",\"origin\":\"am-eu\",\"identity\":\"am-pair\",\"labels\":{\"host\":\"db1\"},"
                                + "\"annotations\":{\"impact\":\"no orders\"},"
                                + "\"links\":[{\"text\":\"More\",\"href\":\"https://a.example\"}],\"value\":\"98\","
                                + "\"startsAt\":\"2026-08-20T10:00:00Z\",\"endsAt\":\"2026-08-20T10:05:00.500Z\"}");
    }

    @Test
    void whatIsUniqueInTheWorldHasNoIdentity() {
        Alert global = ALERT.from("aws", AlertKey.GLOBAL);

        assertThat(AlertJson.write(global).has("identity")).isFalse();
        assertThat(AlertJson.read(AlertJson.write(global))).isEqualTo(global);
    }

    @Test
    void anAlertOfAnOlderStoreHasItsSourceForItsOrigin() {
        ObjectNode json = AlertJson.write(ALERT);
        json.remove("origin");

        assertThat(AlertJson.read(json).origin()).isEqualTo("ci");
    }

    @Test
    void aFieldThatIsMissingIsNamed() {
        ObjectNode json = AlertJson.write(ALERT);
        json.remove("severity");

        assertThatThrownBy(() -> AlertJson.read(json)).hasMessage("severity: missing, expected a string");
    }

    @Test
    void aWordThatIsNoStatusIsNamed() {
        ObjectNode json = AlertJson.write(ALERT).put("status", "maybe");

        assertThatThrownBy(() -> AlertJson.read(json)).hasMessage("status: found maybe, expected one of its words");
    }
}
