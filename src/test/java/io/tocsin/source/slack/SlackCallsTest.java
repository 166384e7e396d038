package io.tocsin.source.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.net.guard.AddressGuard;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of Slack's answers. */
class SlackCallsTest {

    /** Its words stand in the log, and where anybody may ask whether the hub is ready. */
    @ParameterizedTest
    @ValueSource(strings = {"wss://wss.slack.com/link?ticket=1234 5678", "https://wss.slack.com/link?ticket=1234", ""})
    void whatIsNoPlaceForASocketIsRefusedAndDoesNotShow(String place) {
        try (SlackStandIn slack = SlackStandIn.start()) {
            slack.answerOpens(url -> "{\"ok\":true,\"url\":\"" + place + "\"}");
            SlackCalls calls = new SlackCalls(AddressGuard.allowing("127.0.0.1"), URI.create(slack.api()));
            assertThatThrownBy(() -> calls.socket("xapp-1-A1-test").join())
                    .hasMessageContaining("apps.connections.open")
                    .hasMessageNotContaining("1234")
                    .satisfies(failure ->
                            assertThat(failure.getCause().getMessage()).doesNotContain("1234"));
        }
    }
}
