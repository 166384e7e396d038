package io.tocsin.app.hub;

import static io.tocsin.model.recipient.TestPeople.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.recipient.Recipients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedUsersTest {

    @Test
    void aUserOfTwoPeopleIsNotedAndAChannelOfTwoIsNot() {
        Recipients recipients = new Recipients(
                List.of(
                        person("ann", Map.of("telegram", "41", "discord", "8", "mattermost", "@ann")),
                        person("ben", Map.of("telegram", "41", "discord", "9", "mattermost", "town-square")),
                        person("cleo", Map.of("telegram", "-100", "mattermost", "town-square", "email", "x@y.example")),
                        person("dev", Map.of("telegram", "-100", "mattermost", "@ann", "email", "x@y.example"))),
                List.of(),
                List.of());
        assertThat(SharedUsers.notes(recipients))
                .containsExactly(
                        "`mattermost: @ann` is the address of ann and dev; what its owner answers in Mattermost is done"
                                + " in the name of ann (docs/chat-answers.md)",
                        "`telegram: 41` is the address of ann and ben; what its owner answers in Telegram is done in"
                                + " the name of ann (docs/chat-answers.md)");
    }

    @Test
    void aPhoneOfTwoPeopleIsNoted() {
        Recipients recipients = new Recipients(
                List.of(
                        person("ann", Map.of("voice", "+4915112345678", "sms", "+4915112345678")),
                        person("ben", Map.of("voice", "+4915112345678"))),
                List.of(),
                List.of());
        assertThat(SharedUsers.notes(recipients))
                .containsExactly(
                        "`voice: +4915112345678` is the address of ann and ben; what its owner answers by phone is"
                                + " done in the name of ann (docs/phone-answers.md)");
    }
}
