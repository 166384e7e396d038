package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples that senders publish, so that others can check their own code. */
class PublishedVectorsTest {

    /** docs.github.com, "Validating webhook deliveries". */
    @Test
    void githubsExampleIsBelieved() {
        HmacProof proof = new HmacProof();
        proof.setSecrets(Secrets.of("It's a Secret to Everybody"));
        proof.setHeader("X-Hub-Signature-256");
        proof.setPrefix("sha256=");
        proof.ready();

        Sent sent = Sent.body("Hello, World!")
                .header(
                        "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

        assertThat(sent.shownTo(proof)).isEqualTo(Verdict.Genuine.PLAIN);
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.headersWithOneBitChanged("X-Hub-Signature-256"))
                .noneMatch(changed -> changed.isBelievedBy(proof));
    }

    /** docs.slack.dev, "Verifying requests from Slack". */
    @Test
    void slacksExampleIsBelieved() {
        HmacProof proof = new HmacProof();
        proof.setSecrets("8f742231b10e8888abcd99yyyzzz85a5");
        proof.setHeader("X-Slack-Signature");
        proof.setPrefix("v0=");
        proof.setSigned("v0:{timestamp}:{body}");
        proof.setTimestampHeader("X-Slack-Request-Timestamp");
        proof.ready();

        Sent sent = Sent.body("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                        + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                        + "&command=%2Fwebhook-collect&text="
                        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                        + "%2F96rGlfmibIGlgcZRskXaIFfN"
                        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                .header("X-Slack-Request-Timestamp", "1531420618")
                .header("X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
                .at(Instant.ofEpochSecond(1_531_420_618));

        assertThat(sent.isBelievedBy(proof)).isTrue();
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.headersWithOneBitChanged("X-Slack-Signature"))
                .noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.headersWithOneBitChanged("X-Slack-Request-Timestamp"))
                .noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.at(sent.receivedAt().plusSeconds(301)).isBelievedBy(proof))
                .isFalse();
    }

    /** The tests of the reference libraries, github.com/standard-webhooks/standard-webhooks. */
    @Test
    void standardWebhooksExampleIsBelieved() {
        StandardWebhooksProof proof = new StandardWebhooksProof();
        proof.setSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        proof.ready();

        Sent sent = Sent.body("{\"test\": 2432232314}")
                .header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .header("webhook-timestamp", "1614265330")
                .header("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                .at(Instant.ofEpochSecond(1_614_265_330));

        assertThat(sent.shownTo(proof)).isEqualTo(new Verdict.Genuine(Optional.of("msg_p5jXN8AQM9LWM0D4loKWxJek")));
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        for (String header : sent.headers().keySet()) {
            assertThat(sent.headersWithOneBitChanged(header))
                    .as(header)
                    .noneMatch(changed -> changed.isBelievedBy(proof));
        }
    }
}
